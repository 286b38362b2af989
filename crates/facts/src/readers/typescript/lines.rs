//! Offsets of a text as lines, computed once a file.

use beredd_model::Lines;
use oxc_span::{GetSpan, Span};

/// Where each line starts. `\n`, `\r\n` and a lone `\r` all end a line.
pub(super) struct LineIndex {
    starts: Vec<u32>,
}

impl LineIndex {
    /// Reads the whole text once.
    pub(super) fn new(source: &str) -> Self {
        let mut starts = vec![0];
        let mut bytes = source.bytes().zip(1_u32..).peekable();
        while let Some((byte, behind)) = bytes.next() {
            let is_end =
                byte == b'\n' || (byte == b'\r' && bytes.peek().is_none_or(|(next, _)| *next != b'\n'));
            if is_end {
                starts.push(behind);
            }
        }
        Self { starts }
    }

    /// The line of an offset, counted from 1.
    pub(super) fn line(&self, offset: u32) -> u32 {
        u32::try_from(self.starts.partition_point(|start| *start <= offset)).unwrap_or(u32::MAX)
    }

    /// The lines of something with a range.
    pub(super) fn of(&self, node: &impl GetSpan) -> Lines {
        self.of_span(node.span())
    }

    /// The lines of a range.
    pub(super) fn of_span(&self, span: Span) -> Lines {
        self.between(span.start, span.end)
    }

    /// The lines from one offset to another, which is not included.
    pub(super) fn between(&self, start: u32, end: u32) -> Lines {
        let last = end.checked_sub(1).filter(|last| *last > start).unwrap_or(start);
        Lines::new(self.line(start), self.line(last))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_line_end_counts_once() {
        let index = LineIndex::new("a\nb\r\nc\rd");
        let lines: Vec<u32> = [0, 2, 3, 5, 7].into_iter().map(|at| index.line(at)).collect();
        assert_eq!(lines, [1, 2, 2, 3, 4]);
        assert_eq!(index.between(0, 2), Lines::at(1));
    }
}
