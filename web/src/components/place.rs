//! Places: `path:line`, shortened where it is long, whole for those who ask, and to be copied.

use super::{Ask, Ctx, Icon, icon};
use beredd_model::Place;
use yew::prelude::*;

/// Letters of a path that are shown; of a longer one, the middle is left out.
const LETTERS_MOST: usize = 52;

/// A place as people write it: `path:line`, or `path:first–last`.
pub(crate) fn place_name(place: &Place) -> String {
    format!("{}:{}", place.path, lines(place))
}

/// A place with a button that copies its `path:line`.
pub(crate) fn place(ctx: &Ctx, place: &Place) -> Html {
    let words = &ctx.words().proof;
    let copied = format!("{}:{}", place.path, place.line);
    let is_copied = ctx.session.copied.as_ref() == Some(&copied);
    let sign = if is_copied { Icon::Done } else { Icon::Copy };
    let label = if is_copied { (words.copied)(&copied) } else { (words.copy)(&copied) };
    html! {
        <span class="place-line">
            <code class="place" title={place_name(place)}>{ shortened(place.path.as_str()) }{ ":" }{ lines(place) }</code>
            <button type="button" class="copy" aria-label={label.clone()} title={label} onclick={ctx.asks(Ask::Copy(copied))}>{ icon(sign) }</button>
        </span>
    }
}

/// A path of at most so many letters: where it is longer, folders in its middle are left out, and then the middle of its name.
pub(crate) fn shortened(path: &str) -> String {
    if path.chars().count() <= LETTERS_MOST {
        return path.to_owned();
    }
    let parts: Vec<&str> = path.split('/').collect();
    for kept in (1..parts.len().saturating_sub(1)).rev() {
        // The file's own folders say more than the first ones, so they are given up last.
        let first = parts.first().copied().unwrap_or_default();
        let last = parts.iter().skip(parts.len().saturating_sub(kept)).copied().collect::<Vec<_>>().join("/");
        let short = format!("{first}/…/{last}");
        if short.chars().count() <= LETTERS_MOST {
            return short;
        }
    }
    let letters: Vec<char> = path.chars().collect();
    let end = letters.iter().skip(letters.len().saturating_sub(LETTERS_MOST / 2));
    letters.iter().take(LETTERS_MOST / 2 - 1).chain(['…'].iter()).chain(end).collect()
}

fn lines(place: &Place) -> String {
    if place.line == place.end_line {
        place.line.to_string()
    } else {
        format!("{}–{}", place.line, place.end_line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_of_a_long_path_is_left_out() {
        assert_eq!(shortened("src/main.rs"), "src/main.rs");
        assert_eq!(
            shortened("backend/agents/felicias_finance/adk_agents/agents/coordinator_agent.py"),
            "backend/…/adk_agents/agents/coordinator_agent.py"
        );
        let long = shortened(&"å".repeat(300));
        assert!(long.chars().count() <= LETTERS_MOST && long.contains('…'), "{long}");
        let deep = shortened(&"folder/".repeat(50));
        assert!(deep.chars().count() <= LETTERS_MOST, "{deep}");
    }
}
