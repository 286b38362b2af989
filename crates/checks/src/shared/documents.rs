//! Documents that people read: their sections, the commands in them, and the settings they name.

use super::shell;
use beredd_facts::fact::{CodeBlock, Document, Heading, ListItem, Paragraph, Table};
use beredd_facts::identifier::words;
use beredd_facts::{FileRole, RepoFacts};
use beredd_model::{Lines, Place, RepoPath};

/// Documents written for people who build, run or use the system. Prompts, reports of what was done, examples and test data are
/// none.
pub(crate) fn manuals(repo: &RepoFacts) -> impl Iterator<Item = (&RepoPath, &Document)> {
    repo.files_as(FileRole::Documentation)
        .filter_map(|(path, file)| file.document.as_ref().map(|document| (path, document)))
}

/// Whether a document is a README.
pub(crate) fn is_readme(path: &RepoPath) -> bool {
    path.stem().eq_ignore_ascii_case("readme")
}

/// A heading and what stands below it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Section<'a> {
    /// The document's path.
    pub(crate) path: &'a RepoPath,
    /// The document.
    pub(crate) document: &'a Document,
    /// Its heading.
    pub(crate) heading: &'a Heading,
}

/// Most sections of a document that are looked at. Handbooks of a thousand pages have fewer; what has more is data, and every
/// section is compared with the others.
const MAX_SECTIONS: usize = 2_000;

/// The sections of a document, in order; inner ones after the outer ones they stand in.
pub(crate) fn sections<'a>(
    path: &'a RepoPath,
    document: &'a Document,
) -> impl Iterator<Item = Section<'a>> + use<'a> {
    document.headings.iter().take(MAX_SECTIONS).map(move |heading| Section { path, document, heading })
}

impl<'a> Section<'a> {
    /// The line of the heading.
    pub(crate) fn place(&self) -> Place {
        RepoFacts::place(self.path, Lines::at(self.heading.section.start))
    }

    /// The words of the heading, in lower case.
    pub(crate) fn title(&self) -> Vec<String> {
        words(&self.heading.text)
    }

    /// Blocks of code in the section.
    pub(crate) fn blocks(&self) -> impl Iterator<Item = &'a CodeBlock> + use<'a> {
        within(&self.document.code_blocks, self.heading.section, |block| block.lines.start).iter()
    }

    /// Commands in the section's blocks, with their lines.
    pub(crate) fn commands(&self) -> Vec<(u32, String)> {
        self.blocks().flat_map(commands_in).collect()
    }

    /// The section's running text, items, cells and code, each with its first line. Headings are not among them.
    pub(crate) fn texts(&self) -> Vec<(u32, &'a str)> {
        let (document, lines) = (self.document, self.heading.section);
        texts_of(
            within(&document.paragraphs, lines, |one| one.lines.start),
            within(&document.list_items, lines, |one| one.line),
            within(&document.code_blocks, lines, |one| one.lines.start),
            within(&document.tables, lines, |one| one.lines.start),
        )
    }

    /// The sections directly below this one.
    pub(crate) fn children(&self) -> Vec<Self> {
        let inner = within(&self.document.headings, self.heading.section, |heading| heading.section.start);
        let below: Vec<&Heading> = inner.iter().skip(1).take(MAX_SECTIONS).collect();
        let level = below.iter().map(|heading| heading.level).min();
        let own = below.into_iter().filter(|heading| Some(heading.level) == level);
        own.map(|heading| Self { heading, ..*self }).collect()
    }
}

/// A document's running text, items, cells and code, each with its first line.
pub(crate) fn texts(document: &Document) -> Vec<(u32, &str)> {
    texts_of(&document.paragraphs, &document.list_items, &document.code_blocks, &document.tables)
}

fn texts_of<'a>(
    paragraphs: &'a [Paragraph],
    items: &'a [ListItem],
    blocks: &'a [CodeBlock],
    tables: &'a [Table],
) -> Vec<(u32, &'a str)> {
    let mut found: Vec<(u32, &str)> = Vec::new();
    found.extend(paragraphs.iter().map(|one| (one.lines.start, one.text.as_str())));
    found.extend(items.iter().map(|one| (one.line, one.text.as_str())));
    found.extend(blocks.iter().map(|one| (one.lines.start, one.text.as_str())));
    for table in tables {
        let cells = table.head.iter().chain(table.rows.iter().flatten());
        found.extend(cells.map(|cell| (table.lines.start, cell.as_str())));
    }
    found
}

/// The members of a list, in order of their lines, that begin within some lines.
fn within<T>(list: &[T], lines: Lines, line_of: impl Fn(&T) -> u32) -> &[T] {
    let start = list.partition_point(|one| line_of(one) < lines.start);
    let end = list.partition_point(|one| line_of(one) <= lines.end);
    list.get(start..end).unwrap_or_default()
}

/// Languages of blocks that a shell runs.
const SHELLS: &[&str] =
    &["", "bash", "bat", "cmd", "console", "powershell", "ps1", "pwsh", "sh", "shell", "terminal", "zsh"];

/// The commands of a block, with their lines: continued lines joined, prompts and comments taken away. What stands in a here
/// document or inside quotes that run over several lines is no command.
pub(crate) fn commands_in(block: &CodeBlock) -> Vec<(u32, String)> {
    if SHELLS.binary_search(&block.language.as_str()).is_err() {
        return Vec::new();
    }
    let mut found: Vec<(u32, String)> = Vec::new();
    let (mut is_open, mut here_document): (bool, Option<String>) = (false, None);
    for (line, number) in block.text.lines().zip(first_line(block)..) {
        let line = line.trim();
        if let Some(end) = &here_document {
            if line == end {
                here_document = None;
            }
            continue;
        }
        let line = line.strip_prefix("$ ").or_else(|| line.strip_prefix("> ")).unwrap_or(line);
        if !is_open {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            found.push((number, String::new()));
        }
        if let Some((_, command)) = found.last_mut() {
            // Quotes still open at the end of a line run on into the next one.
            let joined = format!("{command} {}", line.trim_end_matches('\\'));
            is_open = line.ends_with('\\') || is_in_quotes(&joined);
            here_document = end_of_here_document(line);
            joined.trim().clone_into(command);
        }
    }
    found
}

/// Whether a block of code is commands for a shell. Settings alone (`OPENAI_API_KEY=…`, line by line) run nothing.
pub(crate) fn is_commands(block: &CodeBlock) -> bool {
    match block.language.as_str() {
        "bash" | "sh" | "shell" | "zsh" | "console" | "shell-session" | "powershell" | "ps1" | "fish" => {
            block.text.lines().any(runs_something)
        }
        "" | "text" => {
            shell::commands(&block.text).first().and_then(|words| words.first()).is_some_and(|first| {
                const PROGRAMS: &[&str] = &[
                    "$",
                    "aws",
                    "az",
                    "cdk",
                    "docker",
                    "docker-compose",
                    "gcloud",
                    "git",
                    "helm",
                    "kubectl",
                    "make",
                    "npm",
                    "npx",
                    "pip",
                    "pnpm",
                    "poetry",
                    "pulumi",
                    "python",
                    "python3",
                    "sam",
                    "terraform",
                    "uv",
                    "yarn",
                ];
                PROGRAMS.contains(first)
            })
        }
        _ => false,
    }
}

/// Whether a line or command of a shell is more than blank, a comment or a setting.
pub(crate) fn runs_something(line: &str) -> bool {
    let line = line.trim().trim_start_matches(['$', '>', '%']).trim_start();
    let line = line.strip_prefix("export ").map_or(line, str::trim_start);
    let is_setting = line.split_once('=').is_some_and(|(name, value)| {
        let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        // `KEY=x python app.py` runs a program.
        let is_whole =
            value.starts_with(['"', '\'', '<']) || !value.trim().contains(' ') || value.contains(" #");
        is_name && is_whole
    });
    !(line.is_empty() || line.starts_with('#') || is_setting)
}

/// The line of a block's first line of code.
pub(crate) fn first_line(block: &CodeBlock) -> u32 {
    let height = block.lines.end.saturating_sub(block.lines.start).saturating_add(1);
    let is_fenced =
        !block.language.is_empty() || u32::try_from(block.text.lines().count()).unwrap_or(u32::MAX) < height;
    block.lines.start.saturating_add(u32::from(is_fenced))
}

fn is_in_quotes(text: &str) -> bool {
    let mut open: Option<char> = None;
    for letter in text.chars().filter(|letter| matches!(letter, '\'' | '"')) {
        match open {
            None => open = Some(letter),
            Some(quote) if quote == letter => open = None,
            Some(_) => {}
        }
    }
    open.is_some()
}

fn end_of_here_document(line: &str) -> Option<String> {
    let (_, behind) = line.split_once("<<").filter(|(_, behind)| !behind.starts_with('<'))?;
    let word = behind.trim_start_matches(['-', ' ']).split_whitespace().next()?;
    Some(word.trim_matches(['\'', '"']).to_owned()).filter(|word| !word.is_empty())
}

/// Names in a text that are written as variables of the environment are: capitals, digits and at least one underscore.
pub(crate) fn variables(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_')
        .filter(|name| is_variable(name))
}

/// Whether a name is written as variables of the environment are.
pub(crate) fn is_variable(name: &str) -> bool {
    name.len() >= 4
        && name.starts_with(|letter: char| letter.is_ascii_uppercase())
        && name.contains('_')
        && !name.ends_with('_')
        && !name.contains(|letter: char| letter.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(language: &str, text: &str) -> Vec<(u32, String)> {
        let height = u32::try_from(text.lines().count()).unwrap() + 1;
        commands_in(&CodeBlock {
            language: language.into(),
            lines: Lines::new(10, 10 + height),
            text: text.into(),
        })
    }

    #[test]
    fn commands_are_told_from_what_surrounds_them() {
        let text = "# start\n$ make up\ncurl -X POST \\\n  http://localhost/x \\\n  -d '{\n  \"a\": 1\n}'\ncat > x <<'EOF'\nmake down\nEOF\nls\n";
        let found = of("bash", text);
        let lines: Vec<(u32, &str)> = found.iter().map(|(line, text)| (*line, text.as_str())).collect();
        assert_eq!(lines.first(), Some(&(12, "make up")));
        assert!(lines[1].1.starts_with("curl -X POST") && lines[1].0 == 13);
        assert_eq!((lines[2].0, lines[3], lines.len()), (18, (21, "ls"), 4));
        assert!(of("python", "make up\n").is_empty());
    }

    #[test]
    fn settings_alone_are_no_commands() {
        let block =
            |text: &str| CodeBlock { language: "bash".into(), lines: Lines::new(1, 9), text: text.into() };
        assert!(!is_commands(&block(
            "# keys\nOPENAI_API_KEY=\"[Your Key]\" # yours\nexport REGION=eu-north-1\n"
        )));
        assert!(is_commands(&block("export REGION=eu-north-1\n./deploy.sh\n")));
        assert!(is_commands(&block("KEY=x python app.py\n")) && is_commands(&block("$ make up\n")));
    }

    #[test]
    fn variables_are_whole_names() {
        let found: Vec<&str> =
            variables("Set `OPENAI_API_KEY=x`, A_, README and aB_C; see AWS_REGION.").collect();
        assert_eq!(found, ["OPENAI_API_KEY", "AWS_REGION"]);
        assert!(SHELLS.is_sorted());
    }
}
