//! What whole-product tests share. Tests of one room live in that room; here the hosts meet: whole repositories, laws
//! between the command line and the page, and the page in a real browser.

pub mod hostile;
pub mod mutant;
pub mod repository;

#[cfg(feature = "browser")]
pub mod browser;
