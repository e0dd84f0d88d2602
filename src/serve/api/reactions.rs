//! `POST /v1/reactions`: what people did with messages. Answered once it is on the disk.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

use super::App;
use super::access::{Feed, May};
use super::body::Json as Body;
use super::events::MOST;
use super::problem::Problem;
use crate::journey::{ActivityId, JourneyId};
use crate::run::key_parts;
use crate::serve::engine::{Reacted, Receipt};
use crate::wire::{Reaction, ReactionResult, ReactionTaken, ReactionsTaken};

/// Takes in a batch of reactions, at most 1,000. Each is kept once, however often it is sent; 202 is said only when all
/// of them are on the disk.
#[utoipa::path(post, operation_id = "postReactions", path = "/v1/reactions", tag = "people",
    security(("token" = ["events:write"])),
    request_body = Vec<Reaction>,
    responses((status = 202, body = ReactionsTaken)))]
pub(super) async fn post(
    _: May<Feed>,
    State(app): State<App>,
    Body(reactions): Body<Vec<Reaction>>,
) -> Result<(StatusCode, Json<ReactionsTaken>), Problem> {
    let reactions = understood(reactions)?;
    let results = app.writer.ask(reactions.len(), move |engine, _| {
        let take = |reacted: Reacted| {
            let result = engine.hear(&reacted)?.into();
            Ok(ReactionTaken { id: reacted.id, result })
        };
        reactions.into_iter().map(take).collect()
    });
    Ok((StatusCode::ACCEPTED, Json(ReactionsTaken { results: results.await? })))
}

/// What each of them is about, or in what they cannot be understood.
fn understood(reactions: Vec<Reaction>) -> Result<Vec<Reacted>, Problem> {
    if reactions.len() > MOST {
        let detail = format!("{MOST} reactions may come at once; send them in parts");
        return Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too-many", "Too many at once", detail));
    }
    let mut problem: Option<Problem> = None;
    let mut understood = Vec::new();
    for (index, reaction) in reactions.into_iter().enumerate() {
        match about(reaction) {
            Ok(reacted) => understood.push(reacted),
            Err((field, code, detail)) => {
                let so_far = problem.take().unwrap_or_else(|| Problem::unacceptable("some reactions cannot be taken"));
                problem = Some(so_far.at(format!("/{index}{field}"), code, detail));
            }
        }
    }
    problem.map_or(Ok(understood), Err)
}

type Fault = (&'static str, &'static str, &'static str);

fn about(reaction: Reaction) -> Result<Reacted, Fault> {
    let Reaction { id, reaction, key, subject, journey, activity } = reaction;
    if !(1..=256).contains(&id.len()) {
        return Err(("/id", "length", "must have 1 to 256 bytes"));
    }
    let texts = [("/key", &key, 2_048), ("/subject", &subject, 1_024), ("/journey", &journey, 256)];
    for (field, text, most) in texts.into_iter().chain([("/activity", &activity, 256)]) {
        if text.as_ref().is_some_and(|text| text.is_empty() || text.len() > most) {
            return Err((field, "length", "is empty or too long"));
        }
    }
    let reaction = reaction.into();
    match (key, subject, journey, activity) {
        (Some(key), None, None, None) => {
            let Some((journey, profile, run, activity)) = key_parts(&key) else {
                return Err(("/key", "key", "is no key under which a message left here"));
            };
            let (subject, run) = (profile.to_owned(), Some(run));
            Ok(Reacted { id, subject, journey: journey.into(), run, message: activity.into(), reaction })
        }
        (None, Some(subject), Some(journey), Some(activity)) => {
            let (journey, message) = (JourneyId(journey), ActivityId(activity));
            Ok(Reacted { id, subject, journey, run: None, message, reaction })
        }
        _ => Err(("", "which", "say either the key, or subject, journey and activity")),
    }
}

impl From<Receipt> for ReactionResult {
    fn from(receipt: Receipt) -> Self {
        match receipt {
            Receipt::Taken => Self::Taken,
            Receipt::Again => Self::Again,
            Receipt::Unknown => Self::Unknown,
            Receipt::Nobodys => Self::Nobody,
            Receipt::Stranger => Self::Stranger,
        }
    }
}
