//! `POST /v1/reactions`: what people did with messages. Answered once it is on the disk.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

use super::App;
use super::access::{Feed, May};
use super::batch::Faults;
use super::body::Json as Body;
use super::problem::Problem;
use crate::journey::{ActivityId, JourneyId};
use crate::run::key_parts;
use crate::serve::engine::Reacted;
use crate::wire::{Reaction, ReactionsTaken, Taken};

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
            Ok(Taken { id: reacted.id, result, new_person: false })
        };
        reactions.into_iter().map(take).collect()
    });
    Ok((StatusCode::ACCEPTED, Json(ReactionsTaken { results: results.await? })))
}

/// What each of them is about, or in what they cannot be understood.
fn understood(reactions: Vec<Reaction>) -> Result<Vec<Reacted>, Problem> {
    let mut faults = Faults::of("reactions", reactions.len())?;
    let mut understood = Vec::new();
    for (index, reaction) in reactions.into_iter().enumerate() {
        faults.length(index, "/id", Some(&reaction.id), 1..=256);
        let texts = [("/key", &reaction.key, 2_048), ("/subject", &reaction.subject, 1_024)];
        let places = [("/journey", &reaction.journey, 256), ("/activity", &reaction.activity, 256)];
        for (place, text, most) in texts.into_iter().chain(places).filter(|(_, text, _)| text.is_some()) {
            faults.length(index, place, text.as_deref(), 1..=most);
        }
        match about(reaction) {
            Ok(reacted) => understood.push(reacted),
            Err((place, code, detail)) => faults.add(index, place, code, detail),
        }
    }
    faults.none().map(|()| understood)
}

type Fault = (&'static str, &'static str, &'static str);

fn about(reaction: Reaction) -> Result<Reacted, Fault> {
    let Reaction { id, reaction, key, subject, journey, activity } = reaction;
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
