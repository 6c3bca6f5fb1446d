//! The generated cases of `make.py`, number for number.
//!
//! Invariant: every operation here is exact or rounded once, so Python and Rust make the same bits.

/// splitmix64 (Steele, Lea and Flood 2014).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ self.0 >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ z >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ z >> 31
    }

    fn below(&mut self, bound: u32) -> u32 {
        u32::try_from(self.next() % u64::from(bound)).unwrap_or_default()
    }

    #[expect(clippy::cast_precision_loss, reason = "53 bits are exact")]
    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 * 2.0_f64.powi(-53)
    }

    fn magnitude(&mut self, lowest: i32, exponents: u32) -> f64 {
        let sign = if self.below(2) == 0 { 1.0 } else { -1.0 };
        let digits = 1.0 + self.unit();
        let exponent = lowest + i32::try_from(self.below(exponents)).unwrap_or_default();
        let biased = u64::try_from(exponent + 1_023).unwrap_or_default();
        sign * digits * f64::from_bits(biased << 52)
    }

    fn value(&mut self, kind: u32) -> Option<f64> {
        Some(match kind {
            0 => self.unit() * 100.0,
            1 => f64::from(100 + self.below(501)) / 100.0,
            2 => f64::from(self.below(6)),
            3 => self.unit() * 1000.0,
            4 => self.magnitude(980, 43),
            5 => self.magnitude(-1020, 40),
            6 => 1e9 + self.unit(),
            7 => self.magnitude(-20, 41),
            8 => self.unit() * -1000.0,
            9 => f64::from(self.below(4_000_000)),
            _ if self.below(4) == 0 => return None,
            _ => f64::from(100 + self.below(501)) / 100.0,
        })
    }
}

const CONSTANT: u32 = 3;

/// The values of a case that are not missing, and one to be placed among them.
pub fn group(case: u32) -> (Vec<f64>, Option<f64>) {
    let mut random = Random(case.into());
    let kind = case % 11;
    let (low, many) = match case / 11 % 4 {
        0 => (1, 5),
        1 => (6, 25),
        2 => (31, 170),
        _ => (201, 1_800),
    };
    let n = low + random.below(many);
    let mut values: Vec<_> = (0..n).map(|_| random.value(kind)).collect();
    if let (CONSTANT, Some(first)) = (kind, values.first().copied()) {
        values.fill(first);
    }
    let present: Vec<f64> = values.into_iter().flatten().collect();
    let own = (!present.is_empty()).then(|| match random.below(2) {
        0 => {
            let at = random.below(u32::try_from(present.len()).unwrap_or(1));
            present.get(at as usize).copied()
        }
        _ => random.value(kind),
    });
    (present, own.flatten())
}

/// The series of a case.
pub fn series(case: u32) -> Vec<(i32, f64)> {
    let mut random = Random(1_000_000 + u64::from(case));
    let (low, many) = match case % 3 {
        0 => (4, 9),
        1 => (4, 30),
        _ => (34, 40),
    };
    let n = low + random.below(many);
    let mut year = 1950;
    let point = |at| {
        year += 1 + i32::try_from(random.below(3)).unwrap_or_default();
        let value = match case / 3 % 4 {
            0 => random.unit() * 100.0,
            1 => f64::from(400 + random.below(8)) / 100.0,
            2 => f64::from(at) * 0.5 + random.unit() * 6.0,
            _ => random.magnitude(980, 43),
        };
        (year, value)
    };
    (0..n).map(point).collect()
}
