//! Mutants of a seed: the same ones on every machine, so that a failure can be had again.

#![expect(clippy::indexing_slicing, reason = "every index is drawn below the length")]

/// Bytes and words that lead parsers astray more often than chance would.
const WORDS: &[&[u8]] = &[
    b"\0",
    b"\xff",
    b"\xff\xff\xff\xff",
    b"\x80",
    b"\"",
    b"'",
    b"\\",
    b"\n",
    b"\r",
    b"\t",
    b"{",
    b"}",
    b"[",
    b"]",
    b"(",
    b")",
    b"<",
    b">",
    b":",
    b"-",
    b"#",
    b"*",
    b"&",
    b"$",
    b"%",
    b"=",
    b",",
    b"..",
    b"//",
    b"/*",
    b"\"\"\"",
    b"'''",
    b"{{",
    b"${",
    b"\xef\xbb\xbf",
    b"\xe2\x80\xae",
    b"\xf0\x9f",
    b"PK\x01\x02",
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"PK\x06\x06",
    b"ustar",
    b"18446744073709551615",
    b"-1",
    b"1e999",
    b"0x",
    b"null",
    b"async ",
    b"lambda:",
];

/// `count` mutants of a seed: bytes flipped, set, doubled, cut out, moved, and words put in, up to eight times each.
pub fn mutants(seed: &[u8], count: u32) -> impl Iterator<Item = Vec<u8>> {
    let length = u64::try_from(seed.len()).unwrap_or(0);
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15 ^ length);
    (0..count).map(move |_| {
        let mut mutant = seed.to_vec();
        for _ in 0..=dice.below(8) {
            change(&mut mutant, &mut dice);
        }
        mutant
    })
}

fn change(bytes: &mut Vec<u8>, dice: &mut Dice) {
    let at = dice.below(bytes.len() + 1);
    let end = (at + dice.below(64)).min(bytes.len());
    match dice.below(7) {
        0 if at < bytes.len() => bytes[at] ^= 1 << dice.below(8),
        1 if at < bytes.len() => bytes[at] = u8::try_from(dice.below(256)).unwrap_or(0),
        2 => drop(bytes.drain(at..end)),
        3 => {
            let part = bytes[at..end].repeat(1 + dice.below(40));
            bytes.splice(at..at, part);
        }
        4 => {
            let part: Vec<u8> = bytes.drain(at..end).collect();
            let to = dice.below(bytes.len() + 1);
            bytes.splice(to..to, part);
        }
        5 => bytes.truncate(at.max(1)),
        _ => {
            let word = WORDS[dice.below(WORDS.len())].repeat(1 + dice.below(3) * dice.below(300));
            bytes.splice(at..at, word);
        }
    }
}

/// A generator of numbers without a seed from outside (xorshift64*, S. Vigna, 2014).
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        usize::try_from(number).unwrap_or(0) % bound.max(1)
    }
}
