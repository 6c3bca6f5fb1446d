//! What a text means, as a direction in a space that a language model made.
//!
//! Invariant: a vector keeps its direction and not its length, a byte for each dimension; what has no direction is
//! refused. How alike two documents usually are is counted over public ones only, in whole numbers, so that taking one
//! out restores the count exactly.

/// Most dimensions of a vector; no usual model has more.
pub const MOST_DIMENSIONS: usize = 4_096;

/// The largest part of a vector as a whole number.
const LARGEST: f32 = 127.0;

/// A direction.
#[derive(Clone, Debug, PartialEq)]
pub struct Vector {
    parts: Box<[i8]>,
    /// The square of its length.
    square: i32,
}

impl Vector {
    /// The direction of these numbers; nothing where they have none, are too many, or are no numbers.
    #[must_use]
    pub fn new(parts: &[f32]) -> Option<Self> {
        let largest = parts.iter().map(|part| part.abs()).fold(0.0, f32::max);
        let scale = LARGEST / largest;
        if !scale.is_finite() || !parts.iter().all(|part| part.is_finite()) {
            return None;
        }
        Self::of(parts.iter().map(|part| whole(part * scale)).collect())
    }

    /// What [`Vector::to_bytes`] gave.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        Self::of(
            bytes
                .iter()
                .map(|byte| i8::from_le_bytes([*byte]))
                .collect(),
        )
    }

    fn of(parts: Box<[i8]>) -> Option<Self> {
        if parts.len() > MOST_DIMENSIONS {
            return None;
        }
        let square: i32 = parts.iter().map(|part| i32::from(*part).pow(2)).sum();
        (square > 0).then_some(Self { parts, square })
    }

    /// A byte for each dimension.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        self.parts
            .iter()
            .flat_map(|part| part.to_le_bytes())
            .collect()
    }

    /// Number of dimensions.
    #[must_use]
    pub fn dimensions(&self) -> usize {
        self.parts.len()
    }

    /// The cosine of the angle to another; nothing where it is of another space.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a cosine needs no more digits"
    )]
    pub fn cosine(&self, other: &Self) -> Option<f32> {
        if self.dimensions() != other.dimensions() {
            return None;
        }
        let products = self.parts.iter().zip(&other.parts);
        let dot: i32 = products.map(|(a, b)| i32::from(*a) * i32::from(*b)).sum();
        let lengths = (f64::from(self.square) * f64::from(other.square)).sqrt();
        Some((f64::from(dot) / lengths).clamp(-1.0, 1.0) as f32)
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a part of at most LARGEST fits a byte"
)]
fn whole(part: f32) -> i8 {
    part.round() as i8
}

/// A vector of length 1 has parts of this many units.
const UNIT: f32 = 1_048_576.0;
/// What is usual before anything was counted, and how many pairs that stands for.
const GUESS: (f64, f64) = (0.3, 45.0);
/// However alike all documents are, a vector that is the same stands out.
const MOST_USUAL: f64 = 0.95;

/// How alike public documents usually are, whatever they are about: with one model two texts that have nothing to do with
/// each other have a cosine of 0.1, with another of 0.8.
#[derive(Debug, Default)]
pub(crate) struct Usual {
    documents: u32,
    sum: Vec<i64>,
}

impl Usual {
    /// Whether a vector is of the same space as those that were counted.
    pub fn fits(&self, vector: &Vector) -> bool {
        self.documents == 0 || self.sum.len() == vector.dimensions()
    }

    /// Counts the vector of a public document in, or out again.
    pub fn count(&mut self, vector: &Vector, is_added: bool) {
        let (documents, sign) = if is_added {
            (self.documents + 1, 1)
        } else {
            (self.documents.saturating_sub(1), -1)
        };
        self.documents = documents;
        self.sum.resize(vector.dimensions(), 0);
        let length = (vector.square as f32).sqrt();
        for (sum, part) in self.sum.iter_mut().zip(&vector.parts) {
            *sum += sign * units(f32::from(*part) / length);
        }
    }

    /// Forgets all.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// The mean cosine of two documents, sure of itself only with many of them.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a cosine needs no more digits"
    )]
    pub fn cosine(&self) -> f32 {
        let unit = f64::from(UNIT);
        let square: f64 = self
            .sum
            .iter()
            .map(|sum| (*sum as f64 / unit).powi(2))
            .sum();
        let documents = f64::from(self.documents);
        // The square of a sum holds each pair twice and each document once.
        let pairs = documents * (documents - 1.0) / 2.0;
        let all = (square - documents) / 2.0;
        let (guess, weight) = GUESS;
        let mean = (all + guess * weight) / (pairs + weight);
        mean.clamp(-1.0, MOST_USUAL) as f32
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a part of a vector of length 1 has at most UNIT units"
)]
fn units(part: f32) -> i64 {
    (part * UNIT).round() as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vector(parts: &[f32]) -> Vector {
        Vector::new(parts).unwrap_or(Vector {
            parts: Box::default(),
            square: 1,
        })
    }

    #[test]
    fn directions_survive_in_bytes() {
        let (a, b) = ([0.03, -0.5, 0.2, 0.9], [0.3, -0.1, 0.25, 0.7]);
        let dot = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f32>();
        let exact = dot(&a, &b) / (dot(&a, &a) * dot(&b, &b)).sqrt();
        let kept = vector(&a).cosine(&vector(&b)).unwrap_or(0.0);
        assert!((kept - exact).abs() < 0.01, "{kept} {exact}");
        assert_eq!(Vector::from_bytes(&vector(&a).to_bytes()), Some(vector(&a)));
        // The length says nothing.
        assert_eq!(vector(&a.map(|part| part * 1e-20)), vector(&a));
        assert_eq!(vector(&a).cosine(&vector(&a)), Some(1.0));
        assert_eq!(
            vector(&[1.0, 0.0]).cosine(&vector(&[-2.0, 0.0])),
            Some(-1.0)
        );
    }

    #[test]
    fn what_is_no_direction_is_refused() {
        let long = vec![1.0; MOST_DIMENSIONS + 1];
        for parts in [
            &[][..],
            &[0.0, 0.0],
            &[1.0, f32::NAN],
            &[f32::INFINITY],
            &[1e-44],
            &long,
        ] {
            assert_eq!(Vector::new(parts), None, "{:?}", parts.first());
        }
        assert_eq!(Vector::from_bytes(&[]), None);
        assert_eq!(Vector::from_bytes(&[0, 0]), None);
        assert_eq!(vector(&[1.0]).cosine(&vector(&[1.0, 0.0])), None);
    }

    #[test]
    fn the_usual_is_counted_in_and_out_exactly() {
        let mut usual = Usual::default();
        let first = usual.cosine();
        assert!((first - 0.3).abs() < 1e-6);
        let all: Vec<Vector> = (0..40)
            .map(|number| vector(&[1.0, number as f32 / 100.0, 0.3]))
            .collect();
        all.iter().for_each(|one| usual.count(one, true));
        assert!(usual.cosine() > 0.9, "{}", usual.cosine());
        assert!(!usual.fits(&vector(&[1.0])) && usual.fits(&vector(&[0.0, 0.0, 1.0])));
        all.iter().rev().for_each(|one| usual.count(one, false));
        assert_eq!(usual.cosine(), first);
        assert!(usual.fits(&vector(&[1.0])) && usual.sum.iter().all(|sum| *sum == 0));
    }
}
