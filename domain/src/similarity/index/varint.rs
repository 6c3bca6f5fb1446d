//! Small numbers in few bytes (LEB128), for posting lists and forward lists.
//!
//! Invariant: reading never goes past the bytes; broken bytes end the reading.

/// Appends a number.
pub fn write(bytes: &mut Vec<u8>, mut value: u32) {
    while value >= 0x80 {
        bytes.push(value.to_le_bytes()[0] | 0x80);
        value >>= 7;
    }
    bytes.push(value.to_le_bytes()[0]);
}

/// Reads numbers one after the other.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    bytes: std::slice::Iter<'a, u8>,
}

impl<'a> Reader<'a> {
    /// A reader from the first byte.
    #[must_use]
    pub fn new(bytes: &'a [u8]) -> Self {
        Self {
            bytes: bytes.iter(),
        }
    }

    /// The next number.
    #[inline]
    pub fn next(&mut self) -> Option<u32> {
        let mut value = 0_u32;
        for shift in [0, 7, 14, 21, 28] {
            let byte = *self.bytes.next()?;
            value |= u32::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(value);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back() {
        let numbers = [0, 1, 127, 128, 300, 65_535, 1 << 28, u32::MAX];
        let mut bytes = Vec::new();
        numbers.iter().for_each(|n| write(&mut bytes, *n));
        let mut reader = Reader::new(&bytes);
        for number in numbers {
            assert_eq!(reader.next(), Some(number));
        }
        assert_eq!(reader.next(), None);
        assert_eq!(Reader::new(&[0xff, 0xff]).next(), None);
    }
}
