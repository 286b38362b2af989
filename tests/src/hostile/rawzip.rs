//! ZIP archives byte by byte, with every field free to lie. Names of fields and their order are APPNOTE.TXT 6.3.10's.

use flate2::Crc;

/// Where the data of the next entry would begin: past 32 bits, so that zip64 is the only way to say it.
const ALL_ONES: u32 = u32::MAX;

/// One entry, honest until a field is changed.
#[derive(Clone, Debug)]
pub struct RawEntry {
    /// The name's bytes, in both headers.
    pub name: Vec<u8>,
    /// What is stored, after compression.
    pub data: Vec<u8>,
    /// General purpose flags: 0x0001 encrypted, 0x0008 sizes after the data, 0x0800 names in UTF-8.
    pub flags: u16,
    /// 0 stored, 8 deflate, anything else another method.
    pub method: u16,
    /// The checksum that is declared.
    pub crc: u32,
    /// The size that is declared for the content.
    pub size: u64,
    /// The size that is declared for the stored data.
    pub stored: u64,
    /// The extra field of the central header.
    pub extra: Vec<u8>,
    /// The entry's comment.
    pub comment: Vec<u8>,
    /// What the entry is on Unix: the high half of the external attributes, as `st_mode`.
    pub mode: u16,
    /// Another place for the local header than the true one.
    pub offset: Option<u32>,
    /// Whether sizes and offset stand in a zip64 extra field.
    pub is_zip64: bool,
}

impl RawEntry {
    /// A stored file.
    #[must_use]
    pub fn stored(name: &str, content: &[u8]) -> Self {
        let mut crc = Crc::new();
        crc.update(content);
        let size = u64::try_from(content.len()).unwrap_or(0);
        Self {
            name: name.as_bytes().to_vec(),
            data: content.to_vec(),
            flags: 0x0800,
            method: 0,
            crc: crc.sum(),
            size,
            stored: size,
            extra: Vec::new(),
            comment: Vec::new(),
            mode: 0o100_644,
            offset: None,
            is_zip64: false,
        }
    }
}

/// An archive of these entries, with bytes before it and a comment behind it.
#[must_use]
pub fn archive(prefix: &[u8], entries: &[RawEntry], comment: &[u8]) -> Vec<u8> {
    let mut bytes = prefix.to_vec();
    let mut central = Vec::new();
    for entry in entries {
        let offset = entry.offset.map_or_else(|| length(&bytes), u64::from);
        local(entry, &mut bytes);
        record(entry, offset, &mut central);
    }
    let start = length(&bytes);
    bytes.extend_from_slice(&central);
    end(entries.len(), start, length(&central), comment, &mut bytes);
    bytes
}

/// A small archive with everything odd about it that is still honest: a prefix, zip64, a descriptor, cp437, comments.
#[must_use]
pub fn sample() -> Vec<u8> {
    let zip64 = RawEntry { is_zip64: true, ..RawEntry::stored("top/a.py", b"a = 1\n") };
    let streamed = RawEntry {
        flags: 0x0808,
        comment: b"a comment".to_vec(),
        ..RawEntry::stored("top/b.py", b"b = 1\n")
    };
    let dos = RawEntry { name: b"top\\l\x86s.md".to_vec(), flags: 0, ..RawEntry::stored("", b"# Hej\n") };
    archive(b"#!/bin/sh\nexit\n", &[zip64, streamed, dos], b"a comment of the archive")
}

fn local(entry: &RawEntry, bytes: &mut Vec<u8>) {
    let is_streamed = entry.flags & 8 != 0;
    let (crc, stored, size) =
        if is_streamed { (0, 0, 0) } else { (entry.crc, low(entry.stored), low(entry.size)) };
    put(bytes, &[0x0403_4b50], &[20, entry.flags, entry.method, 0, 0x21]);
    put(bytes, &[crc, stored, size], &[short(&entry.name), 0]);
    bytes.extend_from_slice(&entry.name);
    bytes.extend_from_slice(&entry.data);
    if is_streamed {
        put(bytes, &[0x0807_4b50, entry.crc, low(entry.stored), low(entry.size)], &[]);
    }
}

fn record(entry: &RawEntry, offset: u64, bytes: &mut Vec<u8>) {
    let mut extra = entry.extra.clone();
    let (mut stored, mut size, mut place) = (low(entry.stored), low(entry.size), low(offset));
    if entry.is_zip64 {
        (stored, size, place) = (ALL_ONES, ALL_ONES, ALL_ONES);
        put(&mut extra, &[], &[1, 24]);
        for wide in [entry.size, entry.stored, offset] {
            extra.extend_from_slice(&wide.to_le_bytes());
        }
    }
    // Made on Unix (3), so that the mode counts.
    put(bytes, &[0x0201_4b50], &[0x031e, 45, entry.flags, entry.method, 0, 0x21]);
    put(bytes, &[entry.crc, stored, size], &[short(&entry.name), short(&extra), short(&entry.comment), 0, 0]);
    put(bytes, &[u32::from(entry.mode) << 16, place], &[]);
    bytes.extend_from_slice(&entry.name);
    bytes.extend_from_slice(&extra);
    bytes.extend_from_slice(&entry.comment);
}

fn end(entries: usize, start: u64, size: u64, comment: &[u8], bytes: &mut Vec<u8>) {
    let count = u16::try_from(entries).unwrap_or(u16::MAX);
    if count == u16::MAX || start >= u64::from(ALL_ONES) {
        let place = length(bytes);
        put(bytes, &[0x0606_4b50], &[]);
        bytes.extend_from_slice(&44_u64.to_le_bytes());
        put(bytes, &[], &[45, 45]);
        put(bytes, &[0, 0], &[]);
        let all = u64::try_from(entries).unwrap_or(0);
        for wide in [all, all, size, start] {
            bytes.extend_from_slice(&wide.to_le_bytes());
        }
        put(bytes, &[0x0706_4b50, 0], &[]);
        bytes.extend_from_slice(&place.to_le_bytes());
        put(bytes, &[1], &[]);
    }
    put(bytes, &[0x0605_4b50], &[0, 0, count, count]);
    put(bytes, &[low(size), low(start)], &[short(comment)]);
    bytes.extend_from_slice(comment);
}

fn put(bytes: &mut Vec<u8>, words: &[u32], halves: &[u16]) {
    words.iter().for_each(|word| bytes.extend_from_slice(&word.to_le_bytes()));
    halves.iter().for_each(|half| bytes.extend_from_slice(&half.to_le_bytes()));
}

fn low(wide: u64) -> u32 {
    u32::try_from(wide).unwrap_or(ALL_ONES)
}

fn short(bytes: &[u8]) -> u16 {
    u16::try_from(bytes.len()).unwrap_or(u16::MAX)
}

fn length(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(0)
}
