//! What is no archive of a repository gets a clear sentence in both languages, and the page stays ready for the next.

use crate::{WEAK, archive};
use anyhow::{Context, Result};
use beredd_testkit::{fixture, zip_of};
use beredd_tests::browser::{Page, Stage, State};

/// Drops a file that cannot be audited and gives the sentence in English and in Swedish.
fn sentences(page: &Page, name: &str, bytes: &[u8]) -> Result<(String, String)> {
    page.drop_file(name, bytes)?;
    page.wait_until(State::Error)?;
    page.click("lang-en")?;
    let english = page.text("error")?;
    page.click("lang-sv")?;
    Ok((english, page.text("error")?))
}

/// The archive with every entry declared as encrypted: bit 0 of the flags, in each local and each central header.
fn encrypted(mut bytes: Vec<u8>) -> Vec<u8> {
    for (signature, flags) in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)] {
        let places: Vec<usize> =
            bytes.windows(4).enumerate().filter(|(_, w)| *w == signature).map(|(at, _)| at).collect();
        for place in places {
            if let Some(byte) = bytes.get_mut(place + flags) {
                *byte |= 1;
            }
        }
    }
    bytes
}

#[test]
fn what_is_no_archive_is_answered_with_a_sentence_and_the_next_file_is_welcome() -> Result<()> {
    let whole = archive(WEAK)?;
    let half = whole.get(..whole.len() / 2).context("an archive without halves")?.to_vec();
    let cases = [
        ("x.zip", b"just some text\n".to_vec(), "text file", "textfil"),
        ("nothing.zip", Vec::new(), "empty file", "tom fil"),
        ("empty.zip", zip_of(&fixture::parse("")?, None)?, "no files", "inga filer"),
        ("cut.zip", half, "cut off", "avkapat"),
        ("locked.zip", encrypted(whole.clone()), "encrypted", "krypterade"),
    ];
    let stage = Stage::set()?;
    let page = stage.open()?;
    for (name, bytes, english, swedish) in cases {
        let (said, sagt) = sentences(&page, name, &bytes)?;
        assert!(said.contains(english), "{name}: {said}");
        assert!(sagt.contains(swedish), "{name}: {sagt}");
    }
    page.drop_file("weak_bot.zip", &whole)?;
    page.wait_until(State::Ready)?;
    assert_eq!(page.faults()?, Vec::<String>::new());
    Ok(())
}
