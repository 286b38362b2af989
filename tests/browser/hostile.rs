//! An archive full of hostile names and contents: text on every page and in every export, in the folder and in the one file.

use anyhow::{Context, Result};
use beredd_testkit::fixture::Fixture;
use beredd_testkit::{fixture, zip_of};
use beredd_tests::browser::{Browser, Page, ROUTES, Stage, State};
use pulldown_cmark::{Event, Options, Parser, Tag};
use std::fmt::Write;

/// Runs wherever it is taken for markup or for a link.
const TAKEN: &str = "window.__taken=1";
/// Turns the direction of what follows it: `RIGHT-TO-LEFT OVERRIDE`, and a mark that cannot be seen.
const BIDI: &str = "\u{202e}cod.exe\u{200b}";

/// Texts that are more than text to somebody.
fn hostile() -> Vec<String> {
    vec![
        format!("<img src=x onerror=\"{TAKEN}\">"),
        format!("<script>{TAKEN}</script>"),
        format!("\"><svg onload=\"{TAKEN}\"></svg>"),
        format!("</title></style></textarea>--><script>{TAKEN}</script>"),
        format!("[link](javascript:{TAKEN})"),
        "=HYPERLINK(\"http://example.org\")".to_owned(),
        "@SUM(1+1)|' /C calc'!A0".to_owned(),
        "]]><![CDATA[".to_owned(),
        BIDI.to_owned(),
        "n".repeat(10_000),
    ]
}

/// A repository in which whatever can be named is named so.
fn repository() -> Result<Fixture> {
    let mut text = String::from("//- requirements.txt\nopenai==1.2.3\nlanggraph\n");
    for (number, name) in hostile().iter().enumerate() {
        // A path has no slash in a part of it.
        let path = name.replace('/', "\u{2215}");
        write!(
            text,
            "//- agents/{path}/agent_{number}.py
from openai import OpenAI
client = OpenAI(api_key='sk-proj-{number:040}')
class Agent{number}:
    '''{name}'''
    def answer(self, question):
        return client.chat.completions.create(model={name:?}, messages=[{{'role': 'user', 'content': question}}])
//- services/{path}/Dockerfile
FROM {name}
LABEL title={name:?}
//- docs/{path}.md
# {name}
All agents have a fallback: {name}
//- deploy/{number}.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {name:?}
spec:
  template:
    spec:
      containers:
        - name: {name:?}
          image: {name:?}
"
        )?;
    }
    Ok(fixture::parse(&text)?)
}

/// That nothing of the archive is more than text on the page as it stands.
fn is_text(page: &Page, route: &str) -> Result<()> {
    let script = "
const within = (selector) => [...document.querySelectorAll(selector)].map((e) => e.outerHTML.slice(0, 200));
return [...within('img'), ...within('main script, header script, footer script'), ...within('a[href^=\"javascript:\"]'),
  ...within('iframe'), ...within('[onload], [onerror]'), ...(window.__taken ? ['a handler ran'] : [])];";
    let found: Vec<String> = serde_json::from_value(page.run(script, &[])?)?;
    assert_eq!(found, Vec::<String>::new(), "markup from the archive stands on {route}");
    Ok(())
}

/// What is wrong with a file as the program that reads it takes it.
fn faults_of(name: &str, text: &str) -> Vec<&'static str> {
    let has = |what: &str| text.contains(what);
    let mut faults = Vec::new();
    let is_json = ["json", "sarif", "bom"].contains(&name);
    let elements = ["<img", "<script", "<svg onload"];
    let is_markup = !is_json && !name.ends_with("csv") && name != "markdown";
    if is_markup && elements.iter().any(|tag| has(tag)) {
        faults.push("an element of the archive");
    }
    // In Markdown much is text that looks like more, in code and behind a backslash: what counts is what a reader makes of it.
    for event in Parser::new_ext(text, Options::all()).filter(|_| name == "markdown") {
        match event {
            Event::Html(html) | Event::InlineHtml(html) if elements.iter().any(|tag| html.contains(tag)) => {
                faults.push("an element of the archive");
            }
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. })
                if !dest_url.starts_with('#') =>
            {
                faults.push("a link of the archive");
            }
            _ => {}
        }
    }
    // JSON may hold every character; whoever shows it has to take care.
    if !is_json && (has("\u{202e}") || has("\u{200b}")) {
        faults.push("a mark that turns or hides what is read");
    }
    let is_formula = |line: &str| line.trim_start_matches('"').starts_with(['=', '@', '+']);
    if name.ends_with("csv") && (text.lines().any(is_formula) || has(",=") || has(",\"=") || has(",@")) {
        faults.push("a formula");
    }
    if is_json && serde_json::from_str::<serde_json::Value>(text).is_err() {
        faults.push("no JSON");
    }
    faults
}

/// Audits the archive and looks at every page and every export, in both languages.
fn look_at_all(page: &Page) -> Result<()> {
    let name = format!("<img src=x onerror=\"{TAKEN}\">{BIDI}.zip");
    page.drop_file(&name, &zip_of(&repository()?, None)?)?;
    page.wait_until(State::Ready)?;
    let opened = ["", "checks/K1.1", "checks/K1.4", "checks/K5.2", "checks/K6.2"];
    for lang in ["lang-sv", "lang-en"] {
        page.click(lang)?;
        for route in ROUTES.into_iter().chain(opened) {
            page.turn_to(route)?;
            page.settle()?;
            // What is folded away is looked at too.
            page.run("document.querySelectorAll('details').forEach((one) => { one.open = true; })", &[])?;
            page.settle()?;
            is_text(page, route)?;
        }
        page.turn_to("export")?;
        page.text("export-json")?;
        let script = "return [...document.querySelectorAll('[data-testid^=export-]')].map((one) => one.dataset.testid)";
        let exports: Vec<String> = serde_json::from_value(page.run(script, &[])?)?;
        assert!(exports.len() > 10, "{exports:?}");
        for export in exports {
            let file = page.download(&export).with_context(|| export.clone())?;
            let faults = faults_of(export.trim_start_matches("export-"), &file);
            assert!(faults.is_empty(), "{export} in {lang} holds {faults:?}");
            assert!(!file.contains("sk-proj-0000"), "{export} holds a secret");
        }
    }
    let names = "return __saved.map(([name]) => name).filter((name) => /[<>\":|?*\\u202e]/.test(name))";
    assert_eq!(page.run(names, &[])?, serde_json::json!([]), "files are saved under such names");
    is_text(page, "export")?;
    assert_eq!(page.faults()?, Vec::<String>::new());
    Ok(())
}

#[test]
fn hostile_names_and_contents_are_text_everywhere_in_the_folder() -> Result<()> {
    let stage = Stage::set()?;
    look_at_all(&stage.open()?)
}

#[test]
fn hostile_names_and_contents_are_text_everywhere_in_the_one_file() -> Result<()> {
    let stage = Stage::set()?;
    look_at_all(&stage.open_one_file()?)
}

#[test]
fn hostile_names_and_contents_are_text_everywhere_in_firefox() -> Result<()> {
    let stage = Stage::set_in(Browser::Firefox)?;
    look_at_all(&stage.open_one_file()?)
}
