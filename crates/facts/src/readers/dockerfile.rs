//! Dockerfiles and Containerfiles.

use super::text::{LineIndex, cut, stored};
use super::tree::syntax_problem;
use crate::fact::{Dockerfile, Instruction, Stage};
use beredd_model::{Lines, Problem, RepoPath};
use parse_dockerfile::Instruction as Parsed;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Longest arguments of an instruction, in characters.
const MAX_ARGUMENTS: usize = 2_000;

/// Reads an image recipe. What stands before an error is kept; the error is a problem.
pub(crate) fn read(path: &RepoPath, text: &str) -> (Dockerfile, Vec<Problem>) {
    let index = LineIndex::new(text);
    let mut recipe = Dockerfile::default();
    let mut problems = Vec::new();
    let mut defaults: BTreeMap<String, String> = BTreeMap::new();
    // The stages named so far; names of stages know no case.
    let mut names: BTreeSet<String> = BTreeSet::new();
    let (parsed, spans, error) = instructions(text);
    if let Some(words) = error {
        let line = spans.last().map(|span| index.line(span.start));
        problems.push(syntax_problem(path, line, "Dockerfile", &words));
    }
    for (instruction, span) in parsed.iter().zip(&spans) {
        let body = text.get(span.clone()).unwrap_or_default();
        let lines = index.lines(span.start..trimmed_end(span, body));
        if let Parsed::From(from) = instruction {
            let name = from.as_.as_ref().map(|(_, name)| name.value.to_string());
            let image = fill_in(&from.image.value, &defaults);
            recipe.stages.push(stage(&image, name.clone(), lines, &names));
            names.extend(name.map(|name| name.to_ascii_lowercase()));
            continue;
        }
        let (keyword, arguments) = split_keyword(body);
        if matches!(instruction, Parsed::Arg(_)) && recipe.stages.is_empty() {
            remember_defaults(&arguments, &mut defaults);
        }
        let stage = stored(recipe.stages.len()).saturating_sub(1);
        recipe.instructions.push(Instruction {
            keyword,
            arguments: cut(&arguments, MAX_ARGUMENTS),
            lines,
            stage,
        });
    }
    (recipe, problems)
}

/// The instructions up to the first error, with the span of each from its keyword to the next one's, and the error's words.
fn instructions(text: &str) -> (Vec<Parsed<'_>>, Vec<Range<usize>>, Option<String>) {
    let mut parsed = Vec::new();
    let mut error = None;
    match parse_dockerfile::parse_iter(text) {
        Ok(found) => {
            for instruction in found {
                match instruction {
                    Ok(instruction) => parsed.push(instruction),
                    Err(cause) => error = Some(cause.to_string()),
                }
            }
        }
        Err(cause) => error = Some(cause.to_string()),
    }
    let starts: Vec<usize> = parsed.iter().map(start_of).collect();
    let ends = starts.iter().copied().skip(1).chain(std::iter::once(text.len()));
    let spans = starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect();
    (parsed, spans, error)
}

fn start_of(instruction: &Parsed<'_>) -> usize {
    let keyword = match instruction {
        Parsed::Add(it) => &it.add,
        Parsed::Arg(it) => &it.arg,
        Parsed::Cmd(it) => &it.cmd,
        Parsed::Copy(it) => &it.copy,
        Parsed::Entrypoint(it) => &it.entrypoint,
        Parsed::Env(it) => &it.env,
        Parsed::Expose(it) => &it.expose,
        Parsed::From(it) => &it.from,
        Parsed::Healthcheck(it) => &it.healthcheck,
        Parsed::Label(it) => &it.label,
        Parsed::Maintainer(it) => &it.maintainer,
        Parsed::Onbuild(it) => &it.onbuild,
        Parsed::Run(it) => &it.run,
        Parsed::Shell(it) => &it.shell,
        Parsed::Stopsignal(it) => &it.stopsignal,
        Parsed::User(it) => &it.user,
        Parsed::Volume(it) => &it.volume,
        Parsed::Workdir(it) => &it.workdir,
        _ => return 0,
    };
    keyword.span.start
}

/// Where an instruction ends: before the blank lines and comments that lead to the next one.
fn trimmed_end(span: &Range<usize>, body: &str) -> usize {
    let mut rest = body.trim_end();
    while let Some((before, last)) = rest.rsplit_once('\n') {
        if !last.trim_start().starts_with('#') {
            break;
        }
        rest = before.trim_end();
    }
    span.start.saturating_add(rest.len())
}

/// The keyword in capitals and the rest, continued lines joined and comment lines dropped.
fn split_keyword(body: &str) -> (String, String) {
    let (keyword, rest) = body.split_once(char::is_whitespace).unwrap_or((body, ""));
    let mut arguments = String::new();
    for line in rest.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let is_continued = line.ends_with(['\\', '`']);
        let line =
            if is_continued { line.get(..line.len().saturating_sub(1)).unwrap_or_default() } else { line };
        if !arguments.is_empty() {
            arguments.push(' ');
        }
        arguments.push_str(line.trim_end());
    }
    (keyword.to_ascii_uppercase(), arguments)
}

/// `ARG name=value`, several on a line, before the first stage.
fn remember_defaults(arguments: &str, defaults: &mut BTreeMap<String, String>) {
    for pair in arguments.split_whitespace() {
        if let Some((name, value)) = pair.split_once('=') {
            let value = fill_in(value.trim_matches(['"', '\'']), defaults);
            defaults.insert(name.to_owned(), cut(&value, 200));
        }
    }
}

/// The text with `$NAME`, `${NAME}` and `${NAME:-default}` filled in where a value is known; others stay as written.
fn fill_in(text: &str, defaults: &BTreeMap<String, String>) -> String {
    let mut result = String::new();
    let mut rest = text;
    // A value may stand in for `$A` any number of times; nobody writes an image longer than this.
    while result.len() < MAX_ARGUMENTS
        && let Some((before, behind)) = rest.split_once('$')
    {
        result.push_str(before);
        let (inside, after) = match behind.strip_prefix('{').and_then(|braced| braced.split_once('}')) {
            Some(split) => split,
            None => {
                let end =
                    behind.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(behind.len());
                behind.split_at_checked(end).unwrap_or((behind, ""))
            }
        };
        let (name, fallback) = match inside.split_once(":-").or_else(|| inside.split_once('-')) {
            Some((name, fallback)) => (name, Some(fallback)),
            None => (inside, None),
        };
        match defaults.get(name).map(String::as_str).or(fallback) {
            Some(value) if !name.is_empty() => result.push_str(value),
            _ => {
                let written = behind.len().saturating_sub(after.len());
                result.push('$');
                result.push_str(behind.get(..written).unwrap_or_default());
            }
        }
        rest = after;
    }
    result.push_str(rest);
    result
}

fn stage(image: &str, name: Option<String>, lines: Lines, earlier: &BTreeSet<String>) -> Stage {
    let (image, digest) = match image.split_once('@') {
        Some((image, digest)) => (image, Some(digest.to_owned())),
        None => (image, None),
    };
    let last_part = image.rfind('/').map_or(0, |at| at.saturating_add(1));
    let colon = image.get(last_part..).and_then(|part| part.find(':')).map(|at| at.saturating_add(last_part));
    let is_variable = image.contains("${");
    let (image, tag) = match colon.filter(|_| !is_variable).and_then(|at| image.split_at_checked(at)) {
        Some((image, tag)) => (image, Some(tag.trim_start_matches(':').to_owned())),
        None => match image
            .rsplit_once(':')
            .filter(|(_, tag)| is_variable && !tag.contains('/') && !tag.starts_with('-'))
        {
            Some((image, tag)) => (image, Some(tag.to_owned())),
            None => (image, None),
        },
    };
    let is_earlier_stage = tag.is_none() && digest.is_none() && earlier.contains(&image.to_ascii_lowercase());
    Stage { lines, name, image: image.to_owned(), tag, digest, is_earlier_stage }
}

#[cfg(test)]
mod tests {
    use super::*;
    use beredd_model::ProblemKind;

    fn parse(text: &str) -> (Dockerfile, Vec<Problem>) {
        read(&RepoPath::parse("Dockerfile").unwrap(), text)
    }

    fn image(text: &str) -> (String, Option<String>, Option<String>) {
        let (mut recipe, problems) = parse(text);
        assert_eq!(problems, [], "{text}");
        let stage = recipe.stages.remove(0);
        (stage.image, stage.tag, stage.digest)
    }

    #[test]
    fn images_are_taken_apart() {
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(image("FROM python\n"), ("python".into(), None, None));
        assert_eq!(image("FROM python:3.12-slim\n"), ("python".into(), some("3.12-slim"), None));
        assert_eq!(image("FROM host:5000/a/b\n"), ("host:5000/a/b".into(), None, None));
        assert_eq!(
            image("FROM host:5000/a/b:1@sha256:ab\n"),
            ("host:5000/a/b".into(), some("1"), some("sha256:ab"))
        );
        assert_eq!(image("ARG V=3.12\nFROM python:${V}-slim\n"), ("python".into(), some("3.12-slim"), None));
        assert_eq!(image("ARG V=3\nARG I=py:$V\nFROM $I\n"), ("py".into(), some("3"), None));
        assert_eq!(image("ARG V\nFROM python:${V:-3.11}\n"), ("python".into(), some("3.11"), None));
        assert_eq!(image("ARG V\nFROM python:$V\n"), ("python".into(), some("$V"), None));
        assert_eq!(image("ARG V\nFROM python:${V}\n"), ("python".into(), some("${V}"), None));
        assert_eq!(image("FROM --platform=linux/amd64 python:3 AS b\n").1, some("3"));
    }

    #[test]
    fn stages_and_instructions_have_places() {
        let (recipe, problems) = parse(concat!(
            "# syntax=docker/dockerfile:1\nFROM node:20 AS Build\nRUN npm ci \\\n  # why\n  && npm run build\n\n# then\nfrom build\n",
            "HEALTHCHECK --interval=5s CMD curl -f localhost\nUSER app\nCMD [\"a\", \"b\"]\n"
        ));
        assert_eq!(problems, []);
        assert_eq!(recipe.stages.len(), 2);
        assert_eq!((recipe.stages[1].is_earlier_stage, recipe.stages[1].lines), (true, Lines::at(8)));
        assert_eq!(recipe.stages[0].name.as_deref(), Some("Build"));
        let run = &recipe.instructions[0];
        assert_eq!((run.keyword.as_str(), run.lines, run.stage), ("RUN", Lines::new(3, 5), 0));
        assert_eq!(run.arguments, "npm ci && npm run build");
        assert_eq!(recipe.instructions[1].arguments, "--interval=5s CMD curl -f localhost");
        assert_eq!(recipe.instructions[3].arguments, "[\"a\", \"b\"]");
        assert_eq!(recipe.instructions[2].stage, 1);
    }

    #[test]
    fn what_is_wrong_is_a_problem_and_the_rest_is_kept() {
        let (recipe, problems) = parse("FROM a:1\nUSER x\nNONSENSE y\n");
        assert_eq!((recipe.stages.len(), recipe.instructions.len()), (1, 1));
        assert_eq!(problems[0].kind, ProblemKind::SyntaxError);
        assert_eq!(parse("RUN x\n").1.len(), 1);
    }

    #[test]
    fn hostile_files_are_survived() {
        for text in [
            "",
            "\u{0}",
            "FROM",
            "FROM \\",
            "\\\n",
            "FROM a\nRUN <<X\n",
            "FROM a\r\nRUN b \\\r\n c\r\n",
            "FROM a AS",
            "ARG",
            "FROM $",
        ] {
            let _ = parse(text);
        }
        let _ = parse(&format!("FROM a\n{}RUN x\n", "ONBUILD ".repeat(100_000)));
        let _ = parse(&format!("FROM a\nRUN {}", "x \\\n".repeat(100_000)));
        let _ = parse(&format!("FROM {}", "${A".repeat(20_000)));
        let _ = parse(&format!("FROM a\nRUN {}", "<<A ".repeat(20_000)));
        let doubled: String = (1..60).map(|n| format!("ARG A{n}=${{A{}}}${{A{}}}\n", n - 1, n - 1)).collect();
        let _ = parse(&format!("ARG A0=xxxxxxxx\n{doubled}FROM $A59\n"));
    }
}
