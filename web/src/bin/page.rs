//! The page's program: everything on the main thread.

fn main() {
    beredd_web::page();
}
