//! Makefiles and justfiles: their targets, and what each runs.

use super::shell;
use crate::fact::Recipe;
use beredd_model::Lines;

/// The recipes of a file. Conditions are taken to hold, and variables stay as they are written.
pub(crate) fn read(text: &str) -> Vec<Recipe> {
    let mut found: Vec<Recipe> = Vec::new();
    let mut body: Option<(u32, String)> = None;
    let mut goes_on = false;
    for (line, number) in text.lines().zip(1u32..) {
        let is_body = line.starts_with(['\t', ' ']) || goes_on;
        if is_body && !found.is_empty() && !line.trim().is_empty() {
            // The signs in front of a command speak to make; those of a continued line belong to the command.
            let trimmed = line.trim_start();
            let command = if goes_on { trimmed } else { trimmed.trim_start_matches(['@', '-', '+']) };
            let (_, text) = body.get_or_insert_with(|| (number, String::new()));
            text.push_str(command);
            text.push('\n');
            goes_on = line.ends_with('\\');
            continue;
        }
        goes_on = line.ends_with('\\') && body.is_some();
        if line.trim().is_empty() && body.is_some() {
            if let Some((_, text)) = &mut body {
                text.push('\n');
            }
            continue;
        }
        finish(&mut found, &mut body);
        found.extend(head(line, number));
    }
    finish(&mut found, &mut body);
    found
}

fn finish(found: &mut [Recipe], body: &mut Option<(u32, String)>) {
    if let (Some(recipe), Some((line, text))) = (found.last_mut(), body.take()) {
        recipe.commands = shell::read(&text, line);
        let last = recipe.commands.last().map_or(line, |command| command.lines.end);
        recipe.lines = Lines::new(recipe.lines.start, last.max(recipe.lines.start));
    }
}

/// `name other: needed files ## what it does`; several targets are several recipes with one body, of which the first is kept.
fn head(line: &str, number: u32) -> Option<Recipe> {
    let line = line.split('#').next()?;
    let (names, needs) = line.split_once(':')?;
    // `A := b`, `A ?= b:c` and `.PHONY: test` say nothing of what is run.
    let is_other = needs.starts_with('=') || names.contains(['=', '(', '"']) || names.starts_with('.');
    let name = names.split_whitespace().next().filter(|_| !is_other)?.trim_start_matches('@');
    let needs = needs.trim_start_matches(':').split_whitespace().take(50).map(str::to_owned).collect();
    Some(Recipe { name: name.to_owned(), lines: Lines::at(number), needs, commands: Vec::new() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_have_their_commands() {
        let text = "IMAGE ?= shop:1\nURL := http://x\n.PHONY: test\n\ntest: build lint ## run the tests\n\t@echo testing\n\tgo test ./... \\\n\t  -race\n\nbuild:\n\tgo build\n";
        let recipes = read(text);
        let shown: Vec<_> = recipes
            .iter()
            .map(|one| {
                let commands: Vec<_> = one
                    .commands
                    .iter()
                    .map(|c| format!("{} {} {}", c.lines.start, c.program, c.arguments.join(" ")))
                    .collect();
                (one.name.as_str(), one.needs.join(" "), commands)
            })
            .collect();
        assert_eq!(
            shown,
            [
                (
                    "test",
                    "build lint".to_owned(),
                    vec!["6 echo testing".to_owned(), "7 go test ./... -race".to_owned()]
                ),
                ("build", String::new(), vec!["11 go build".to_owned()]),
            ]
        );
    }
}
