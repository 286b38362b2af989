//! x
/// p
pub fn page() { yew::Renderer::<App>::new().render(); }
/// w
pub fn worker() {}
#[yew::component]
fn App() -> yew::Html { yew::html!{ <div style="x">{"hej"}</div> } }
