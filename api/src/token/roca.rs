//! RSA keys of a chip library whose primes can be guessed (CVE-2017-15361, "ROCA").
//!
//! Invariant: a modulus that carries the mark of that library is not trusted, whoever publishes it.

/// The library built its primes from powers of this number, modulo the product of the small primes below.
const GENERATOR: u32 = 65_537;

/// The odd primes that are part of that product for every key size.
const PRIMES: [u32; 38] = [
    3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97,
    101, 103, 107, 109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167,
];

/// Whether a modulus (big-endian) is a power of the generator modulo each of the primes. A sound modulus passes for
/// marked once in some hundred million.
pub fn is_marked(modulus: &[u8]) -> bool {
    PRIMES
        .iter()
        .all(|&prime| is_power(remainder(modulus, prime), prime))
}

fn remainder(number: &[u8], prime: u32) -> u32 {
    number
        .iter()
        .fold(0, |rest, &byte| (rest * 256 + u32::from(byte)) % prime)
}

fn is_power(number: u32, prime: u32) -> bool {
    let mut power = 1;
    loop {
        if power == number {
            return true;
        }
        power = power * (GENERATOR % prime) % prime;
        if power == 1 {
            return false;
        }
    }
}
