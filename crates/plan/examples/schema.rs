//! Prints the JSON Schema of `beredd.toml`, for `docs/schema/beredd.schema.json`.
#![expect(clippy::print_stdout, reason = "printing is all it is for")]

fn main() {
    print!("{}", beredd_plan::policy::schema());
}
