//! How deep a text nests, told before it is parsed.
//!
//! The depth of the tree is bounded from the text alone. A page's worker has one megabyte of stack and cannot grow it, and what
//! runs out of stack there takes the worker with it. The text is read as the language's own scanner reads it: comments, strings,
//! templates with what is filled into them, regular expressions and elements. Where it is open whether a slash begins a regular
//! expression, its opening brackets count and its closing ones do not, so that the depth is never taken for less than it is.

/// Open brackets, templates and elements at once. Deep pages of React stay below 60.
const MAX_FRAMES: usize = 100;
/// Operators, dots and calls in a row that make one expression deeper, summed over the open brackets.
const MAX_CHAIN: usize = 400;

/// Bytes of a regular expression that is looked for.
const MAX_PATTERN: usize = 1_000;

/// Whether the tree of this text could be deeper than the stack allows. `is_jsx` says whether elements may be written in it.
pub(super) fn is_too_deep(source: &str, is_jsx: bool) -> bool {
    let mut scanner = Scanner {
        bytes: source.as_bytes(),
        at: 0,
        is_jsx,
        frames: Vec::new(),
        here: 0,
        total: 0,
        behind: Behind::Operator,
        is_condition: false,
        is_member: false,
    };
    while scanner.at < scanner.bytes.len() {
        match scanner.frames.last().map(|frame| frame.kind) {
            Some(Kind::Template) => scanner.template(),
            Some(Kind::Tag) => scanner.tag(),
            Some(Kind::Children) => scanner.children(),
            _ => scanner.code(),
        }
        if scanner.frames.len() > MAX_FRAMES || scanner.total > MAX_CHAIN {
            return true;
        }
    }
    false
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// `(`; whether it is the condition of a statement.
    Paren(bool),
    Bracket,
    /// `{` of a block.
    Block,
    /// `{` of an object, or of what is filled into a template or an element.
    Object,
    Template,
    Tag,
    Children,
}

/// An open bracket, with the chain of the expression around it.
struct Frame {
    kind: Kind,
    chain: usize,
}

/// What stands before the place.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Behind {
    /// A value: what follows hangs from it, or begins a statement.
    Operand,
    /// A string.
    Text,
    /// An operator, or the beginning of a statement: a value follows.
    Operator,
    /// The end of a block: either may follow.
    Open,
    /// `>`, which ends type arguments or compares: either may follow.
    Angle,
}

struct Scanner<'t> {
    bytes: &'t [u8],
    at: usize,
    is_jsx: bool,
    frames: Vec<Frame>,
    /// Steps of the expression at hand, and of all those around it.
    here: usize,
    total: usize,
    behind: Behind,
    /// Whether the next `(` is a condition.
    is_condition: bool,
    /// Whether a dot stands before the place.
    is_member: bool,
}

impl Scanner<'_> {
    fn byte(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(0)
    }

    fn push(&mut self, kind: Kind) {
        self.frames.push(Frame { kind, chain: self.here + 1 });
        self.total += 1;
        self.here = 0;
    }

    fn pop(&mut self) {
        if let Some(frame) = self.frames.pop() {
            self.total -= self.here;
            self.here = frame.chain;
        }
    }

    fn deepen(&mut self) {
        self.here += 1;
        self.total += 1;
    }

    fn end_of_statement(&mut self) {
        self.total -= self.here;
        self.here = 0;
    }

    fn code(&mut self) {
        let byte = self.byte(0);
        let was_member = std::mem::take(&mut self.is_member);
        match byte {
            b' ' | b'\t' | b'\n' | b'\r' => {
                self.at += 1;
                self.is_member = was_member;
            }
            b'/' if self.byte(1) == b'/' => self.skip_to(b"\n"),
            b'/' if self.byte(1) == b'*' => {
                self.at += 2;
                self.skip_to(b"*/");
            }
            b'/' => self.slash(),
            b'"' | b'\'' => {
                self.quoted(byte, true);
                self.behind = Behind::Text;
            }
            b'`' => {
                self.at += 1;
                self.push(Kind::Template);
            }
            b'(' | b'[' | b'{' => self.open(byte),
            b')' | b']' | b'}' => self.close(byte),
            b';' | b',' => {
                self.at += 1;
                self.end_of_statement();
                self.behind = Behind::Operator;
            }
            b'<' if self.begins_element() => {
                self.push(Kind::Tag);
                self.at += 1;
            }
            b'.' => {
                self.at += 1;
                self.deepen();
                self.is_member = true;
            }
            _ if is_word(byte) => self.word(was_member),
            _ => self.operator(byte),
        }
    }

    fn operator(&mut self, byte: u8) {
        self.at += 1;
        if byte == b'=' && self.byte(0) == b'>' {
            self.at += 1;
            self.deepen();
            self.behind = Behind::Operator;
            return;
        }
        // Members of a union of texts lie side by side, and no one computes with texts by `|`.
        let is_union = byte == b'|' && self.behind == Behind::Text;
        if !is_union {
            self.deepen();
        }
        let is_postfix = matches!(byte, b'!' | b'+' | b'-')
            && self.behind == Behind::Operand
            && (byte == b'!' || self.byte(0) == byte);
        if is_postfix && byte != b'!' {
            self.at += 1;
        }
        self.behind = match byte {
            _ if is_postfix && self.byte(0) != b'=' => Behind::Operand,
            b'>' => Behind::Angle,
            _ => Behind::Operator,
        };
    }

    fn open(&mut self, byte: u8) {
        self.at += 1;
        let kind = match byte {
            b'(' => Kind::Paren(std::mem::take(&mut self.is_condition)),
            b'[' => Kind::Bracket,
            _ if self.behind == Behind::Operator && self.frames_expect_value() => Kind::Object,
            _ => Kind::Block,
        };
        self.push(kind);
        self.behind = Behind::Operator;
    }

    /// Whether the last thing before a `{` asks for a value: `=`, `(`, `,`, `?`, `return`; after `=>` or at the beginning of a
    /// statement it opens a block.
    fn frames_expect_value(&self) -> bool {
        let before = self.bytes.get(..self.at.saturating_sub(1)).unwrap_or_default();
        let mut back = before.iter().rev().filter(|byte| !byte.is_ascii_whitespace());
        let (last, previous) = (back.next().copied().unwrap_or(0), back.next().copied().unwrap_or(0));
        matches!(last, b'=' | b'(' | b',' | b'?' | b':' | b'[' | b'&' | b'|' | b'+' | b'n' | b'.')
            || (last == b'>' && previous != b'=')
    }

    fn close(&mut self, byte: u8) {
        self.at += 1;
        let Some(kind) = self.frames.last().map(|frame| frame.kind) else { return };
        let fits = match byte {
            b')' => matches!(kind, Kind::Paren(_)),
            b']' => kind == Kind::Bracket,
            _ => matches!(kind, Kind::Block | Kind::Object),
        };
        if !fits {
            return;
        }
        self.pop();
        self.behind = match kind {
            Kind::Paren(true) => Behind::Operator,
            Kind::Block => Behind::Open,
            _ => Behind::Operand,
        };
    }

    fn word(&mut self, is_member: bool) {
        let start = self.at;
        while is_word(self.byte(0)) {
            self.at += 1;
        }
        let word = self.bytes.get(start..self.at).unwrap_or_default();
        if is_member {
            self.behind = Behind::Operand;
            return;
        }
        let hangs_on = matches!(
            word,
            b"as"
                | b"catch"
                | b"else"
                | b"extends"
                | b"finally"
                | b"from"
                | b"in"
                | b"instanceof"
                | b"is"
                | b"of"
                | b"satisfies"
                | b"while"
        );
        if !matches!(self.behind, Behind::Operator | Behind::Angle) && !hangs_on {
            self.end_of_statement();
        }
        let asks = matches!(
            word,
            b"as"
                | b"asserts"
                | b"await"
                | b"case"
                | b"delete"
                | b"do"
                | b"else"
                | b"extends"
                | b"in"
                | b"infer"
                | b"instanceof"
                | b"is"
                | b"keyof"
                | b"new"
                | b"of"
                | b"readonly"
                | b"return"
                | b"satisfies"
                | b"throw"
                | b"typeof"
                | b"unique"
                | b"void"
                | b"yield"
        );
        if asks {
            self.deepen();
        }
        self.is_condition = matches!(word, b"if" | b"while" | b"for" | b"with");
        self.behind =
            if asks || matches!(word, b"default" | b"export") { Behind::Operator } else { Behind::Operand };
    }

    /// A division, or a regular expression.
    fn slash(&mut self) {
        // A regular expression that people write is shorter; what is longer is taken for a division.
        let most = self.bytes.len().min(self.at.saturating_add(MAX_PATTERN));
        let line = self.bytes.get(self.at..most).unwrap_or_default();
        let line = line.split(|byte| *byte == b'\n').next().unwrap_or_default();
        let end = end_of_pattern(line);
        match (self.behind, end) {
            (Behind::Operator, Some(end)) => {
                self.at += end;
                self.behind = Behind::Operand;
            }
            (Behind::Open | Behind::Angle, Some(end)) => {
                let openers =
                    line.get(..end).unwrap_or_default().iter().filter(|byte| b"([{<`".contains(byte)).count();
                (0..openers).for_each(|_| self.push(Kind::Bracket));
                self.at += end;
                self.behind = Behind::Operand;
            }
            _ => self.operator(b'/'),
        }
    }

    /// A string to its end; one that may not hold a line's end stops there.
    fn quoted(&mut self, quote: u8, ends_with_line: bool) {
        self.at += 1;
        while self.at < self.bytes.len() {
            let byte = self.byte(0);
            self.at += 1;
            match byte {
                b'\\' if ends_with_line => self.at += 1,
                b'\n' if ends_with_line => return,
                _ if byte == quote => return,
                _ => {}
            }
        }
    }

    fn template(&mut self) {
        match self.byte(0) {
            b'\\' => self.at += 2,
            b'`' => {
                self.at += 1;
                self.pop();
                self.behind = Behind::Operand;
            }
            b'$' if self.byte(1) == b'{' => {
                self.at += 2;
                self.push(Kind::Object);
                self.behind = Behind::Operator;
            }
            _ => self.at += 1,
        }
    }

    /// Whether `<` begins an element: where a value is asked for, and neither a type parameter nor a comparison can stand.
    fn begins_element(&self) -> bool {
        let next = self.byte(1);
        let may = self.is_jsx && !matches!(self.behind, Behind::Operand | Behind::Text);
        if !may || !(next == b'>' || is_word(next)) {
            return false;
        }
        let rest = self.bytes.get(self.at + 1..).unwrap_or_default();
        let name = rest.iter().take_while(|byte| is_word(**byte)).count();
        let behind = rest.get(name..).unwrap_or_default();
        !(behind.starts_with(b",") || behind.starts_with(b" extends "))
    }

    /// Inside `<name …>`.
    fn tag(&mut self) {
        match self.byte(0) {
            quote @ (b'"' | b'\'') => self.quoted(quote, false),
            b'{' => {
                self.at += 1;
                self.push(Kind::Object);
                self.behind = Behind::Operator;
            }
            b'/' if self.byte(1) == b'>' => {
                self.at += 2;
                self.pop();
                self.behind = Behind::Operand;
            }
            b'/' if self.byte(1) == b'/' => self.skip_to(b"\n"),
            b'/' if self.byte(1) == b'*' => {
                self.at += 2;
                self.skip_to(b"*/");
            }
            b'<' => {
                self.at += 1;
                self.push(Kind::Tag);
            }
            b'>' => {
                self.at += 1;
                if let Some(frame) = self.frames.last_mut() {
                    frame.kind = Kind::Children;
                }
            }
            _ => self.at += 1,
        }
    }

    /// Between `<name>` and `</name>`.
    fn children(&mut self) {
        match self.byte(0) {
            b'<' if self.byte(1) == b'/' => {
                self.skip_to(b">");
                self.pop();
                self.behind = Behind::Operand;
            }
            b'<' => {
                self.at += 1;
                self.push(Kind::Tag);
            }
            b'{' => {
                self.at += 1;
                self.push(Kind::Object);
                self.behind = Behind::Operator;
            }
            _ => self.at += 1,
        }
    }

    /// Goes behind the next place where `mark` stands.
    fn skip_to(&mut self, mark: &[u8]) {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let found = rest.windows(mark.len()).position(|window| window == mark);
        self.at = found.map_or(self.bytes.len(), |found| self.at + found + mark.len());
    }
}

/// Where a regular expression ends that begins a line, if it ends on it.
fn end_of_pattern(line: &[u8]) -> Option<usize> {
    let mut is_class = false;
    let mut is_escaped = false;
    for (index, byte) in line.iter().enumerate().skip(1) {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'[' => is_class = true,
            b']' => is_class = false,
            b'/' if !is_class => return Some(index + 1),
            _ => {}
        }
    }
    None
}

const fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'#' | b'@') || byte >= 0x80
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_code_is_shallow() {
        let sources = [
            format!("[{}]", vec!["a.b(c)[0]"; 5_000].join(", ")),
            format!("const x = '{}'\n// {}\n/* {} */", "(".repeat(5_000), "[".repeat(5_000), "{".repeat(500)),
            "a.b.c(d)\nif (x) { y() } else { z() }\n".repeat(2_000),
            "const re = /[(/]\\(/g\nx = y / 2 / z\n".repeat(500),
            "const t = `it's ${a ? `(${b}` : '{'} (`\n".repeat(500),
            format!("type Names = {}", vec!["'name'"; 3_000].join(" | ")),
            "export function f(a: A<B<C>>): D {\n  return a as D\n}\n".repeat(800),
            "if (a) { b() } else if (c) { d() }\nfor (const x of y) z(x)\n".repeat(600),
        ];
        for source in sources {
            assert!(!is_too_deep(&source, false), "{}", &source[..60]);
        }
        let page =
            "const a = <p title='it (' {...b}>Don't ( {c.map((d) => <i key={d}>{d}</i>)} http://x.y</p>;\n";
        assert!(!is_too_deep(&page.repeat(300), true));
        assert!(!is_too_deep(&"const f = <T,>(x: T) => x < y && z > 2\n".repeat(500), true));
    }

    #[test]
    fn every_way_down_is_seen() {
        let deep = [
            "(".repeat(100_000),
            "[{a: (".repeat(60),
            "`${".repeat(200),
            format!("{}x", "-".repeat(1_000)),
            format!("{}x", "typeof ".repeat(1_000)),
            format!("{}x", "a => ".repeat(1_000)),
            format!("x{}", ".y".repeat(1_000)),
            format!("x{}", "()".repeat(1_000)),
            format!("x{}", " ? y : z".repeat(1_000)),
            format!("x{}", " + y".repeat(1_000)),
            format!("x{}", " + function () {}".repeat(1_000)),
            format!("if (a) b()\n{}", "else if (a) b()\n".repeat(1_000)),
            "if (a) {} else ".repeat(1_000),
            format!("type A = {}", "B<".repeat(1_000)),
            format!("a{}", " > b".repeat(1_000)),
            "if (a) /)/; (".repeat(300),
        ];
        for source in deep {
            assert!(is_too_deep(&source, false), "{}", source.chars().take(60).collect::<String>());
        }
        for source in ["<a>".repeat(200), "<a b=<a>".repeat(200), "<a>{[<b>' ".repeat(100)] {
            assert!(is_too_deep(&source, true), "{}", &source[..20]);
        }
    }
}
