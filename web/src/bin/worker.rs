//! The worker's program: reads, extracts and judges, away from the main thread.

fn main() {
    beredd_web::worker();
}
