//! The one place where the versions of outside tools are pinned. The Rust version stands in `rust-toolchain.toml`, the
//! versions of crates in `Cargo.lock`.

/// `wasm-bindgen-cli`; must equal the crate `wasm-bindgen` in Cargo.toml to the last digit (a test holds them together).
/// 0.2.130 does not install with `--locked`: its lock names a crate version that is not to be had (tried 2026-11).
pub(crate) const WASM_BINDGEN: &str = "0.2.128";

/// `trunk`; 0.22 wants a newer rustc than the pinned one (tried 2026-11).
pub(crate) const TRUNK: &str = "0.21.14";

/// npm's `binaryen`, for `wasm-opt`; Trunk.toml names it too (a test holds them together). Debian's own is years older.
pub(crate) const BINARYEN: &str = "132";

/// `cargo-deny`.
pub(crate) const DENY: &str = "0.20.2";

/// npm's `axe-core`, which looks for what keeps people out of a page.
pub(crate) const AXE: &str = "4.14.1";

/// npm's `fflate`, the yardstick of the benchmark in the browser.
pub(crate) const FFLATE: &str = "0.8.3";

/// `geckodriver`, which drives Firefox.
pub(crate) const GECKODRIVER: &str = "0.37.1";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::Place;

    #[test]
    fn the_pins_agree_with_the_manifests() {
        let root = Place::here().unwrap().root;
        let cargo = std::fs::read_to_string(root.join("Cargo.toml")).unwrap();
        assert!(cargo.contains(&format!("wasm-bindgen = \"={WASM_BINDGEN}\"")));
        let trunk = std::fs::read_to_string(root.join("Trunk.toml")).unwrap();
        assert!(trunk.contains(&format!("wasm_bindgen = \"{WASM_BINDGEN}\"")));
        assert!(trunk.contains(&format!("wasm_opt = \"version_{BINARYEN}\"")));
        assert!(trunk.contains(&format!("trunk-version = \"={TRUNK}\"")));
    }
}
