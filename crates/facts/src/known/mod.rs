//! What is known of the outside world, as data: one sorted table a file, each with its source and date.
