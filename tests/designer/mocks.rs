//! What the answers of other systems in a test run give away: one that does not fit what is declared of it is said of
//! the person, on the line of time, and at the step that asked.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use waymark::designer::rehearsal::{Change, Rehearse};
use waymark::designer::requests::Request;
use waymark::journey::{Answerer, Reply};

use crate::window::{Window, ask, is_shown, over, press};

fn steps(window: &Window) -> Vec<String> {
    window.query_all_by_role(Role::ListItem).filter_map(|node| node.accesskit_node().label()).collect()
}

#[test]
fn an_answer_that_does_not_fit_is_told_where_the_run_is_looked_at() {
    let (workspace, journey) = crate::coverage::cart();
    let mut window = over(workspace);
    ask(&mut window, Request::OpenJourney(journey));
    press(&mut window, Modifiers::NONE, Key::F5);
    assert!(!is_shown(&window, "does not fit"));

    let reply = Reply {
        body: r#"{"id": {"number": 1}, "status": "accepted"}"#.to_owned(),
        ..Reply::of(Answerer::Action("action-text".into()), 200)
    };
    ask(&mut window, Request::Rehearse(Rehearse::Change(Box::new(Change::Answer(None, Box::new(reply))))));
    let trace = window.state().session().rehearsal().trace().expect("a run");
    let (run, misfit) = trace
        .runs
        .iter()
        .enumerate()
        .find_map(|(at, run)| Some((at, run.misfits.first()?.clone())))
        .expect("somebody is called with it");
    let asked = trace.runs[run].steps.iter().position(|step| step.activity == misfit.activity).expect("the step");
    ask(&mut window, Request::Rehearse(Rehearse::Choose(run)));
    ask(&mut window, Request::Rehearse(Rehearse::Look(asked)));
    let said = steps(&window);
    assert!(said.iter().any(|label| label.contains("1 answer does not fit what is declared")), "{said:?}");
    let marked: Vec<_> = said.iter().filter(|label| label.ends_with(", an answer does not fit")).collect();
    assert!(marked.len() == 1 && marked[0].starts_with("Text about the cart"), "{marked:?}");
    assert!(is_shown(&window, "An answer that does not fit") && is_shown(&window, "The answer does not fit what"));
    ask(&mut window, Request::Rehearse(Rehearse::Look(0)));
    assert!(!is_shown(&window, "An answer that does not fit"), "only at the step that asked");
}
