//! Just enough of HTML to finish a page that Trunk has put together: finding tags and their attributes. The page is ours, and
//! a tag that is not as expected ends the build with a sentence.

use anyhow::{Context, Result};

/// The first tag of this kind that holds all of `marks`, as written from `<` to `>`.
pub(super) fn tag<'a>(html: &'a str, kind: &str, marks: &[&str]) -> Result<&'a str> {
    tags(html, kind)
        .find(|tag| marks.iter().all(|mark| tag.contains(mark)))
        .with_context(|| format!("index.html holds no <{kind}> with {}", marks.join(" and ")))
}

/// All tags of this kind, in order. An attribute's value must not hold `>`.
pub(super) fn tags<'a>(html: &'a str, kind: &str) -> impl Iterator<Item = &'a str> {
    let opening = format!("<{kind} ");
    let starts: Vec<usize> = html.match_indices(&opening).map(|(start, _)| start).collect();
    starts.into_iter().filter_map(move |start| {
        let rest = html.get(start..)?;
        rest.get(..=rest.find('>')?)
    })
}

/// The value of an attribute.
pub(super) fn attribute<'a>(tag: &'a str, name: &str) -> Result<&'a str> {
    let opening = format!(" {name}=\"");
    tag.split_once(&opening)
        .and_then(|(_, rest)| rest.split_once('"'))
        .map(|(value, _)| value)
        .with_context(|| format!("{tag} has no {name}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str =
        r#"<head><link rel="icon" href="data:,"><link rel="stylesheet" href="./a.css"/></head>"#;

    #[test]
    fn a_tag_is_found_by_what_it_holds() {
        let link = tag(PAGE, "link", &[r#"rel="stylesheet""#]).unwrap();
        assert_eq!(link, r#"<link rel="stylesheet" href="./a.css"/>"#);
        assert_eq!(attribute(link, "href").unwrap(), "./a.css");
        assert_eq!(tags(PAGE, "link").count(), 2);
    }

    #[test]
    fn what_is_missing_is_named() {
        let error = tag(PAGE, "script", &["data-page"]).unwrap_err();
        assert_eq!(error.to_string(), "index.html holds no <script> with data-page");
        assert!(attribute("<p>", "href").unwrap_err().to_string().contains("href"));
    }
}
