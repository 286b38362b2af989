//! Every fuzz target: the one whose name the program bears.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| beredd_tests::hostile::run(env!("CARGO_BIN_NAME"), bytes));
