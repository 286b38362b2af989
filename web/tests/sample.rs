//! The bundled sample is kept as text, which people read, and as the archive that page and command line audit. This test
//! holds them together; `BEREDD_BLESS=1 cargo test -p beredd-web --test sample` writes the archive anew after an edit.

use std::path::Path;

#[test]
fn the_archive_is_that_of_the_text() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets");
    let text = std::fs::read_to_string(folder.join("sample.repo")).unwrap();
    let fixture = beredd_testkit::fixture::parse(&text).unwrap();
    let expected = beredd_testkit::zip_of(&fixture, Some("fjallsvar-main")).unwrap();
    let archive = folder.join("sample.zip");
    if std::env::var_os("BEREDD_BLESS").is_some() {
        std::fs::write(&archive, &expected).unwrap();
    }
    let held = std::fs::read(&archive).unwrap();
    assert!(held == expected, "sample.zip is not the archive of sample.repo: see this test's module doc");
}
