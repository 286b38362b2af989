//! Shell scripts: their commands, as far as the text fixes them.
//!
//! Quotes, comments, continued lines and documents in the text (`<<EOF`) are known; what an expansion comes to is not, and stays
//! in the argument as it is written. Words that only steer (`if`, `then`, `do`) and programs that only run another (`sudo`,
//! `exec`, `env`, `time`) are passed over.

use crate::fact::ShellCommand;
use beredd_model::Lines;

/// Most commands that are kept of one text.
const MAX_COMMANDS: usize = 20_000;

/// Words that stand before a command and are none.
const BEFORE: &[&str] = &[
    "!", "@", "builtin", "command", "do", "elif", "else", "env", "exec", "if", "nohup", "sudo", "then",
    "time", "until", "while", "{",
];

/// Words that are a whole statement of their own and run nothing.
const STEERING: &[&str] = &["case", "done", "esac", "fi", "for", "function", "in", "select", "}"];

/// The commands of a text; its first line has this number.
pub(crate) fn read(text: &str, first_line: u32) -> Vec<ShellCommand> {
    let mut reader = Reader {
        rest: text.chars().peekable(),
        line: first_line,
        words: Vec::new(),
        word: None,
        start: first_line,
        documents: Vec::new(),
        is_target: false,
        found: Vec::new(),
    };
    reader.run();
    reader.found
}

struct Reader<'a> {
    rest: std::iter::Peekable<std::str::Chars<'a>>,
    line: u32,
    /// Words of the command, and whether each was quoted.
    words: Vec<(String, bool)>,
    word: Option<(String, bool)>,
    start: u32,
    /// Marks of documents that begin with the next line.
    documents: Vec<String>,
    /// Whether the next word is where output goes.
    is_target: bool,
    found: Vec<ShellCommand>,
}

impl Reader<'_> {
    fn run(&mut self) {
        while let Some(letter) = self.rest.next() {
            match letter {
                '\n' => {
                    self.end_command();
                    self.line = self.line.saturating_add(1);
                    self.skip_documents();
                }
                '\\' => self.escape(),
                '\'' => self.quoted('\''),
                '"' => self.quoted('"'),
                '#' if self.word.is_none() => self.comment(),
                ' ' | '\t' | '\r' => self.end_word(),
                ';' | '(' | ')' => self.separate(letter),
                '&' | '|' => self.operator(letter),
                '<' if self.rest.peek() == Some(&'<') => self.document(),
                '>' | '<' => self.redirect(),
                '$' if self.rest.peek() == Some(&'(') || self.rest.peek() == Some(&'{') => self.expansion(),
                letter => self.push(letter),
            }
        }
        self.end_command();
    }

    fn push(&mut self, letter: char) {
        if self.words.is_empty() && self.word.is_none() {
            self.start = self.line;
        }
        self.word.get_or_insert_with(|| (String::new(), false)).0.push(letter);
    }

    fn escape(&mut self) {
        match self.rest.next() {
            Some('\n') => self.line = self.line.saturating_add(1),
            Some('\r') if self.rest.peek() == Some(&'\n') => {
                self.rest.next();
                self.line = self.line.saturating_add(1);
            }
            Some(letter) => self.push(letter),
            None => {}
        }
    }

    fn quoted(&mut self, quote: char) {
        if self.words.is_empty() && self.word.is_none() {
            self.start = self.line;
        }
        self.word.get_or_insert_with(|| (String::new(), true)).1 = true;
        while let Some(letter) = self.rest.next() {
            match letter {
                letter if letter == quote => return,
                '\\' if quote == '"' => self.escape(),
                '\n' => {
                    self.line = self.line.saturating_add(1);
                    self.push('\n');
                }
                letter => self.push(letter),
            }
        }
    }

    fn comment(&mut self) {
        while self.rest.peek().is_some_and(|letter| *letter != '\n') {
            self.rest.next();
        }
    }

    /// `$(…)` and `${…}` stay in their word as they are written, to the bracket that closes them.
    fn expansion(&mut self) {
        self.push('$');
        let mut depth = 0u32;
        while let Some(letter) = self.rest.next() {
            match letter {
                '(' | '{' => depth = depth.saturating_add(1),
                ')' | '}' => depth = depth.saturating_sub(1),
                '\n' => self.line = self.line.saturating_add(1),
                _ => {}
            }
            self.push(letter);
            if depth == 0 {
                return;
            }
        }
    }

    fn separate(&mut self, letter: char) {
        // `name()` begins a function.
        if letter == '(' && self.rest.peek() == Some(&')') {
            self.rest.next();
            self.words.clear();
            self.word = None;
            return;
        }
        // The pattern of a `case`.
        if letter == ')' && self.words.is_empty() {
            self.word = None;
        }
        self.end_command();
    }

    fn operator(&mut self, letter: char) {
        let is_double = self.rest.next_if_eq(&letter).is_some();
        if letter == '&' && !is_double && self.rest.peek() == Some(&'>') {
            return self.redirect();
        }
        self.end_command();
        let is_excused = letter == '|' && is_double && self.is_excuse();
        if let Some(last) = self.found.last_mut().filter(|_| is_excused) {
            last.is_tolerated = true;
        }
    }

    /// Whether what follows `||` makes every failure a success.
    fn is_excuse(&self) -> bool {
        let behind: String = self.rest.clone().skip_while(|c| *c == ' ').take(7).collect();
        let word = behind.split(['\n', ';', ' ', ')']).next().unwrap_or_default();
        matches!(word, "true" | ":") || behind.starts_with("exit 0")
    }

    fn redirect(&mut self) {
        // The number of what is redirected belongs to the sign.
        if self.word.as_ref().is_some_and(|(word, _)| word.chars().all(|c| c.is_ascii_digit())) {
            self.word = None;
        }
        self.end_word();
        while self.rest.next_if(|letter| matches!(letter, '>' | '&' | '|')).is_some() {}
        self.is_target = true;
    }

    fn document(&mut self) {
        self.rest.next();
        self.end_word();
        if self.rest.next_if_eq(&'<').is_some() {
            // `<<<` gives a word.
            self.is_target = true;
            return;
        }
        self.rest.next_if_eq(&'-');
        while self.rest.next_if_eq(&' ').is_some() {}
        let mut mark = String::new();
        while let Some(letter) =
            self.rest.next_if(|c| c.is_alphanumeric() || matches!(c, '_' | '\'' | '"' | '\\'))
        {
            if letter.is_alphanumeric() || letter == '_' {
                mark.push(letter);
            }
        }
        if !mark.is_empty() {
            self.documents.push(mark);
        }
    }

    fn skip_documents(&mut self) {
        for mark in std::mem::take(&mut self.documents) {
            loop {
                let mut line = String::new();
                let mut is_over = true;
                for letter in self.rest.by_ref() {
                    if letter == '\n' {
                        is_over = false;
                        break;
                    }
                    line.push(letter);
                }
                self.line = self.line.saturating_add(1);
                if is_over || line.trim() == mark {
                    break;
                }
            }
        }
    }

    fn end_word(&mut self) {
        let Some((word, is_quoted)) = self.word.take() else { return };
        if std::mem::take(&mut self.is_target) {
            return;
        }
        let is_start = self.words.len() < 20 && self.words.iter().all(|(word, _)| is_setting(word));
        let is_before = is_start && !is_quoted && BEFORE.binary_search(&word.as_str()).is_ok();
        if !is_before && self.words.len() < 500 {
            self.words.push((word, is_quoted));
        }
    }

    fn end_command(&mut self) {
        self.end_word();
        self.is_target = false;
        let words = std::mem::take(&mut self.words);
        let steers =
            words.first().is_some_and(|(word, is_quoted)| !is_quoted && STEERING.contains(&word.as_str()));
        if words.is_empty() || steers || self.found.len() >= MAX_COMMANDS {
            return;
        }
        let mut words = words.into_iter().peekable();
        let mut environment = Vec::new();
        while let Some((word, _)) = words.next_if(|(word, _)| is_setting(word)) {
            if let Some((name, value)) = word.split_once('=') {
                environment.push((name.to_owned(), value.to_owned()));
            }
        }
        let program = words.next().map(|(word, _)| word).unwrap_or_default();
        let mut arguments: Vec<String> = words.map(|(word, _)| word).collect();
        let name = program.rsplit('/').next().unwrap_or(&program).to_owned();
        // A script of one's own is told by where it stands.
        let is_script = program.contains('/') && (program.starts_with('.') || name.contains('.'));
        if matches!(name.as_str(), "export" | "declare" | "local" | "readonly") {
            arguments.retain(|argument| {
                let setting = argument.split_once('=').filter(|_| is_setting(argument));
                environment.extend(setting.map(|(name, value)| (name.to_owned(), value.to_owned())));
                setting.is_none()
            });
        }
        self.found.push(ShellCommand {
            lines: Lines::new(self.start, self.line.max(self.start)),
            program: if is_script { program } else { name },
            arguments,
            environment,
            is_tolerated: false,
        });
    }
}

/// `NAME=value`.
fn is_setting(word: &str) -> bool {
    word.split_once('=').is_some_and(|(name, _)| {
        name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let show = |command: &ShellCommand| {
            let set: Vec<String> =
                command.environment.iter().map(|(name, value)| format!("{name}={value}")).collect();
            let excuse = if command.is_tolerated { " tolerated" } else { "" };
            format!(
                "{} {}|{}|{}{excuse}",
                command.lines.start,
                set.join(" "),
                command.program,
                command.arguments.join(",")
            )
        };
        read(text, 1).iter().map(show).collect()
    }

    #[test]
    fn commands_are_found_with_their_arguments() {
        let text = "#!/bin/sh\nset -e\nexport A=1 B='two words'\nX=y sudo /usr/bin/kubectl rollout \\\n  undo deploy/api # back\n\
                    cd app && pytest -q || true; npm test | tee log.txt 2>&1\nif [ -f a ]; then\n  ./scripts/run.sh \"$1\"\nfi\n";
        assert_eq!(
            shown(text),
            [
                "2 |set|-e",
                "3 A=1 B=two words|export|",
                "4 X=y|kubectl|rollout,undo,deploy/api",
                "6 |cd|app",
                "6 |pytest|-q tolerated",
                "6 |true|",
                "6 |npm|test",
                "6 |tee|log.txt",
                "7 |[|-f,a,]",
                "8 |./scripts/run.sh|$1",
            ]
        );
    }

    #[test]
    fn documents_comments_and_texts_are_no_commands() {
        let text = "cat > f <<'EOF'\nrm -rf /\nEOF\necho \"pytest; rm\" # npm test\nx=$(git log | head)\nf() {\n  go test ./...\n}\n";
        assert_eq!(
            shown(text),
            ["1 |cat|", "4 |echo|pytest; rm", "5 x=$(git log | head)||", "7 |go|test,./..."]
        );
    }

    #[test]
    fn hostile_scripts_end() {
        for piece in ["$(", "<<A\n", "'", "\"", "\\\n", "a|", "((", "|| ", "case ", "${"] {
            let _ = read(&piece.repeat(30_000), 1);
        }
        assert!(BEFORE.is_sorted());
    }
}
