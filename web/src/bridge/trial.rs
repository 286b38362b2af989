//! The self-test of the page's seal: a request to elsewhere, made when the reader asks for it, which must be refused.
//!
//! A request that merely fails proves nothing, since a machine without a network would fail it too. So the browser's own
//! word is waited for: the event by which it says that a rule of the page's policy was broken, and which.

use crate::state::Trial;
use js_sys::Promise;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{SecurityPolicyViolationEvent, Window};

/// What is asked for. Names under `invalid` belong to nobody (RFC 2606), so even an unsealed page would reach no one.
pub(crate) const TRIED_ADDRESS: &str = "https://beredd.invalid/";
/// The browser says that a policy was broken in a task of its own, a moment after the refusal.
const PATIENCE_MILLIS: i32 = 250;

/// Asks for [`TRIED_ADDRESS`] and says what was seen.
pub(crate) async fn try_to_send() -> Trial {
    let Some(window) = web_sys::window() else { return Trial::Failed };
    let rule: Rc<RefCell<Option<String>>> = Rc::default();
    let seen = rule.clone();
    let hears = Closure::<dyn FnMut(SecurityPolicyViolationEvent)>::new(
        move |event: SecurityPolicyViolationEvent| {
            if event.blocked_uri().starts_with(TRIED_ADDRESS.trim_end_matches('/')) {
                *seen.borrow_mut() = Some(event.effective_directive());
            }
        },
    );
    let event = "securitypolicyviolation";
    let listens = window.add_event_listener_with_callback(event, hears.as_ref().unchecked_ref());
    let answer = JsFuture::from(window.fetch_with_str(TRIED_ADDRESS)).await;
    let waited = pause(&window).await;
    // What was never added need not be removed; a pause cut short finds no word of a policy, and says so.
    drop((
        listens,
        waited,
        window.remove_event_listener_with_callback(event, hears.as_ref().unchecked_ref()),
    ));
    let rule = rule.borrow_mut().take();
    match (answer, rule) {
        (Ok(_), _) => Trial::Answered,
        (Err(_), Some(rule)) => Trial::Refused(rule),
        (Err(_), None) => Trial::Failed,
    }
}

async fn pause(window: &Window) -> Result<JsValue, JsValue> {
    let promise = Promise::new(&mut |resolve, _| {
        let set = window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, PATIENCE_MILLIS);
        if set.is_err() {
            drop(resolve.call0(&JsValue::UNDEFINED));
        }
    });
    JsFuture::from(promise).await
}
