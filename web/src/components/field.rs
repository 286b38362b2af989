//! Fields: choose, search, set a number. Each has its label; what is typed goes out as it is typed.

use crate::state::Action;
use beredd_model::Date;
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

/// A choice among named values; the chosen one's place in the list goes out.
pub(crate) fn choice(
    label: &'static str,
    names: &[String],
    chosen: usize,
    on_choose: Callback<usize>,
) -> Html {
    let onchange = on_choose.reform(|event: Event| {
        let select = event.target().and_then(|target| target.dyn_into::<HtmlSelectElement>().ok());
        select.and_then(|select| usize::try_from(select.selected_index()).ok()).unwrap_or(0)
    });
    html! {
        <select class="field" aria-label={label} {onchange}>
            { for names.iter().enumerate().map(|(place, name)| html! {
                <option value={place.to_string()} selected={place == chosen}>{ name.clone() }</option>
            }) }
        </select>
    }
}

/// A search field.
pub(crate) fn search(
    label: &'static str,
    words: &str,
    act: &Callback<Action>,
    action: fn(String) -> Action,
) -> Html {
    let oninput = act.reform(move |event: InputEvent| action(typed(event.target())));
    html! { <input class="field search" type="search" aria-label={label} placeholder={label} value={words.to_owned()} {oninput} /> }
}

/// A number between two others; what is no number goes out as nothing. Without anyone to tell, it cannot be set.
pub(crate) fn number(
    label: &'static str,
    value: u32,
    range: (u32, u32),
    on_set: Option<Callback<u32>>,
) -> Html {
    let disabled = on_set.is_none();
    let onchange = Callback::from(move |event: Event| {
        if let (Some(on_set), Ok(number)) = (&on_set, typed(event.target()).trim().parse::<u32>()) {
            on_set.emit(number.clamp(range.0, range.1));
        }
    });
    html! {
        <label class="number">
            <span>{ label }</span>
            <input class="field" type="number" min={range.0.to_string()} max={range.1.to_string()} value={value.to_string()} {disabled} {onchange} />
        </label>
    }
}

/// A line of text, which goes out when it is done. Without anyone to tell, it cannot be set.
pub(crate) fn text(label: &'static str, value: &str, on_set: Option<Callback<String>>) -> Html {
    let disabled = on_set.is_none();
    let onchange = Callback::from(move |event: Event| {
        if let Some(on_set) = &on_set {
            on_set.emit(typed(event.target()));
        }
    });
    html! {
        <label class="number">
            <span>{ label }</span>
            <input class="field" type="text" value={value.to_owned()} {disabled} {onchange} />
        </label>
    }
}

/// A day, or none.
pub(crate) fn day(label: &'static str, value: Option<Date>, on_set: Callback<Option<Date>>) -> Html {
    let onchange = Callback::from(move |event: Event| on_set.emit(Date::parse(&typed(event.target())).ok()));
    let value = value.map(|day| day.to_string()).unwrap_or_default();
    html! {
        <label class="number"><span>{ label }</span><input class="field" type="date" {value} {onchange} /></label>
    }
}

fn typed(target: Option<web_sys::EventTarget>) -> String {
    target
        .and_then(|target| target.dyn_into::<HtmlInputElement>().ok())
        .map(|input| input.value())
        .unwrap_or_default()
}
