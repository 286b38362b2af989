//! Tables of any length: all rows are counted, those near the screen are drawn.
//!
//! A table says how many rows it has and each row which one it is (`aria-rowcount`, `aria-rowindex`), so that a screen
//! reader knows its place though most rows are not in the document. The arrow keys step from row to row along the same
//! control, Home and End to the first and the last; what is stepped to is drawn first. On paper all rows stand.

use crate::ear::Ear;
use crate::state::Blocks;
use std::collections::BTreeSet;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};
use yew::prelude::*;

/// More rows than this are not printed: a thousand sheets help nobody, and the whole list can be exported.
const PRINTED_MOST: u32 = 3_000;

/// The controls of a row that the arrow keys step along.
const CONTROLS: &str = "button, input, a";

/// A table and its rows.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    /// The table's class.
    pub(crate) class: &'static str,
    /// What it is a table of.
    pub(crate) caption: AttrValue,
    /// The cells of its head.
    pub(crate) head: Html,
    /// How many columns.
    pub(crate) columns: u32,
    /// How many rows.
    pub(crate) count: u32,
    /// About how tall a row is, in CSS pixels.
    pub(crate) row_pixels: u32,
    /// Draws the rows from a number, counted from 0, up to another, each with [`row_index`] as its `aria-rowindex`.
    pub(crate) rows: Callback<(u32, u32), Html>,
}

/// The number of a row as a screen reader counts: the head is the first.
pub(crate) fn row_index(row: u32) -> String {
    row.saturating_add(2).to_string()
}

/// Where the focus is to go once a row is drawn.
#[derive(Clone, Copy)]
struct Step {
    row: u32,
    control: u32,
    is_down: bool,
}

/// The table.
#[component]
pub(crate) fn Rows(props: &Props) -> Html {
    let table = use_node_ref();
    let blocks = use_mut_ref(|| Blocks::of(props.count, props.row_pixels));
    let drawn = use_state_eq(|| (0, 3));
    let is_printing = use_state_eq(|| false);
    let held = use_state_eq(|| None::<u32>);
    let step = use_mut_ref(|| None::<Step>);
    if !blocks.borrow().has_rows(props.count) {
        *blocks.borrow_mut() = Blocks::of(props.count, props.row_pixels);
    }
    let look = {
        let (table, blocks, step) = (table.clone(), blocks.clone(), step.clone());
        let (drawn, held) = (drawn.setter(), held.setter());
        Rc::new(move || {
            if let Some(table) = table.cast::<HtmlElement>() {
                // What a step waits for stays until the focus is there.
                if step.borrow().is_none() {
                    held.set(block_in_focus(&table));
                }
                drawn.set(near_the_screen(&table, &blocks.borrow()));
            }
        })
    };
    {
        let (look, printing) = (look.clone(), is_printing.setter());
        use_effect_with(props.count, move |_| {
            let ears = ears(look, &printing);
            move || drop(ears)
        });
    }
    {
        let (table, blocks, step, held) = (table.clone(), blocks.clone(), step.clone(), held.setter());
        use_effect(move || {
            if let Some(table) = table.cast::<Element>() {
                measure(&table, &mut blocks.borrow_mut());
                go_on(&table, &mut step.borrow_mut(), &blocks.borrow(), &held);
            }
            look();
        });
    }
    let onkeydown = {
        let (step, held, count) = (step, held.setter(), props.count);
        Callback::from(move |event: KeyboardEvent| {
            let Some((next, table)) = stepped(&event, count).zip(table_of(&event)) else { return };
            event.prevent_default();
            let mut waiting = Some(next);
            focus_row(&table, &mut waiting, count);
            let block = waiting.map(|step| Blocks::block_of(step.row));
            *step.borrow_mut() = waiting;
            // Setting it may draw at once, so the step must be known by then.
            if block.is_some() {
                held.set(block);
            }
        })
    };
    let is_whole = *is_printing && props.count <= PRINTED_MOST;
    let shown = shown(&blocks.borrow(), if is_whole { (0, u32::MAX) } else { *drawn }, *held);
    html! {
        <table ref={table} class={props.class} aria-rowcount={props.count.saturating_add(1).to_string()} {onkeydown}>
            <caption class="sr-only">{ props.caption.clone() }</caption>
            <thead><tr aria-rowindex="1">{ props.head.clone() }</tr></thead>
            { bodies(props, &blocks.borrow(), &shown) }
        </table>
    }
}

/// The blocks to draw: those near the screen and the one that holds the focus.
fn shown(blocks: &Blocks, (first, end): (u32, u32), held: Option<u32>) -> BTreeSet<u32> {
    (first..end.min(blocks.count())).chain(held.filter(|held| *held < blocks.count())).collect()
}

/// Drawn blocks as they are, and one empty row for all that lies between two of them.
fn bodies(props: &Props, blocks: &Blocks, shown: &BTreeSet<u32>) -> Html {
    let mut bodies = Vec::new();
    let mut next = 0;
    for block in shown.iter().copied().chain([blocks.count()]) {
        if next < block {
            let pixels = (next..block).fold(0_u32, |sum, block| sum.saturating_add(blocks.height(block)));
            bodies.push(html! {
                <tbody key={format!("left-out-{next}")} class="left-out" aria-hidden="true">
                    <tr><td colspan={props.columns.to_string()} height={pixels.to_string()}></td></tr>
                </tbody>
            });
        }
        if block < blocks.count() {
            bodies.push(html! {
                <tbody key={block.to_string()} data-block={block.to_string()}>{ props.rows.emit(blocks.rows_of(block)) }</tbody>
            });
        }
        next = block.saturating_add(1);
    }
    html! { <>{ for bodies }</> }
}

fn ears(look: Rc<impl Fn() + 'static>, printing: &UseStateSetter<bool>) -> Vec<Ear> {
    let Some(window) = web_sys::window() else { return Vec::new() };
    let (scrolled, resized) = (look.clone(), look);
    let (before, after) = (printing.clone(), printing.clone());
    [
        Ear::new(&window, "scroll", move |_| scrolled()),
        Ear::new(&window, "resize", move |_| resized()),
        Ear::new(&window, "beforeprint", move |_| before.set(true)),
        Ear::new(&window, "afterprint", move |_| after.set(false)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn near_the_screen(table: &HtmlElement, blocks: &Blocks) -> (u32, u32) {
    let root = web_sys::window().and_then(|window| window.document()?.document_element());
    let Some(root) = root else { return (0, 1) };
    let mut top = i64::from(table.offset_top());
    let mut parent = table.offset_parent();
    while let Some(element) = parent.as_ref().and_then(|parent| parent.dyn_ref::<HtmlElement>()) {
        top = top.saturating_add(i64::from(element.offset_top()));
        parent = element.offset_parent();
    }
    let from = i64::from(root.scroll_top()).saturating_sub(top);
    blocks.seen(from, u32::try_from(root.client_height()).unwrap_or(0))
}

fn block_in_focus(table: &Element) -> Option<u32> {
    let focused = table.owner_document()?.active_element()?;
    let block = focused.closest("tbody[data-block]").ok()??;
    table.contains(Some(&block)).then(|| block.get_attribute("data-block")?.parse().ok()).flatten()
}

fn measure(table: &Element, blocks: &mut Blocks) {
    let mut next = table.first_element_child();
    while let Some(body) = next {
        let block = body.get_attribute("data-block").and_then(|block| block.parse().ok());
        if let (Some(block), Some(body)) = (block, body.dyn_ref::<HtmlElement>()) {
            blocks.measure(block, u32::try_from(body.offset_height()).unwrap_or(0));
        }
        next = body.next_element_sibling();
    }
}

/// The step that a key asks for; nothing where it means something else.
fn stepped(event: &KeyboardEvent, count: u32) -> Option<Step> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    let row = target.closest("tr[aria-rowindex]").ok()??;
    let at = row.get_attribute("aria-rowindex")?.parse::<u32>().ok()?.checked_sub(2)?;
    let controls = row.query_selector_all(CONTROLS).ok()?;
    let control = (0..controls.length()).find(|place| controls.item(*place).as_ref() == target.dyn_ref())?;
    if event.ctrl_key() || event.meta_key() || event.alt_key() || event.shift_key() {
        return None;
    }
    let last = count.checked_sub(1)?;
    let (row, is_down) = match event.key().as_str() {
        "ArrowDown" => (at.saturating_add(1).min(last), true),
        "ArrowUp" => (at.saturating_sub(1), false),
        "Home" => (0, true),
        "End" => (last, false),
        _ => return None,
    };
    Some(Step { row, control, is_down })
}

fn table_of(event: &KeyboardEvent) -> Option<Element> {
    event.target()?.dyn_into::<Element>().ok()?.closest("table").ok()?
}

/// Takes the step that waits for its row to be drawn.
fn go_on(table: &Element, step: &mut Option<Step>, blocks: &Blocks, held: &UseStateSetter<Option<u32>>) {
    if step.is_none() {
        return;
    }
    let last_block = blocks.count().checked_sub(1);
    let count = last_block.map_or(0, |block| blocks.rows_of(block).1);
    focus_row(table, step, count);
    // It has moved on over rows without a control into a block that is not drawn.
    if let Some(step) = step {
        held.set(Some(Blocks::block_of(step.row)));
    }
}

/// Gives the focus to the row of a step; over rows without a control it goes on to the next. The step stays where its row
/// is not drawn yet.
fn focus_row(table: &Element, step: &mut Option<Step>, count: u32) {
    while let Some(next) = step {
        let selector = format!("tr[aria-rowindex=\"{}\"]", row_index(next.row));
        let Some(row) = table.query_selector(&selector).ok().flatten() else { return };
        let Ok(controls) = row.query_selector_all(CONTROLS) else { return };
        if let Some(control) = controls.item(next.control).or_else(|| controls.item(0)) {
            if let Some(control) = control.dyn_ref::<HtmlElement>() {
                drop(control.focus()); // an element that is gone cannot be focused, and needs not
            }
            *step = None;
            return;
        }
        let beyond = if next.is_down { next.row.saturating_add(1) } else { next.row.wrapping_sub(1) };
        if beyond >= count {
            *step = None;
            return;
        }
        next.row = beyond;
    }
}
