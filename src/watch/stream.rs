//! The steps of a server as they are done, as server-sent events. A line that breaks is taken up again after the last
//! event that was heard, first at once, then ever more patiently.

use std::ops::ControlFlow;
use std::time::Duration;

use reqwest::Method;
use reqwest::header::ACCEPT;

use crate::journey::JourneyId;
use crate::push::{Client, ClientError};
use crate::wire::TracedStep;

/// How long to wait before a line is taken up again: first so long, then twice as long each time.
const SOON: Duration = Duration::from_millis(250);

/// How often is looked whether a journey has come that is not there yet.
const AWAITED: Duration = Duration::from_secs(1);

/// And never longer.
const LATEST: Duration = Duration::from_secs(15);

/// A stream that says nothing for so long is broken: a server gives a sign of life every 15 seconds.
const SILENCE: Duration = Duration::from_secs(45);

/// What a stream says.
#[derive(Clone, Debug, PartialEq)]
pub enum Told {
    /// The line stands; what follows is new.
    Open,
    /// A step was done.
    Step(Box<TracedStep>),
    /// The line broke, or does not come about; it is tried again.
    Broken(ClientError),
}

/// Follows the steps of a journey after the one of this number, or only new ones, until somebody has heard enough.
pub async fn follow(
    client: &Client,
    journey: &JourneyId,
    mut after: Option<i64>,
    mut hear: impl FnMut(Told) -> ControlFlow<()>,
) {
    let mut pause = SOON;
    loop {
        let mut was_open = false;
        let mut heard = |told| {
            was_open |= told == Told::Open;
            hear(told)
        };
        let ControlFlow::Continue(error) = listen(client, journey, &mut after, &mut heard).await else { return };
        let is_awaited = error.is_none();
        if let Some(error) = error
            && hear(Told::Broken(error)).is_break()
        {
            return;
        }
        pause = match (was_open, is_awaited) {
            (true, _) => SOON,
            (false, true) => AWAITED,
            (false, false) => (pause * 2).min(LATEST),
        };
        tokio::time::sleep(pause).await;
    }
}

/// One line, until it breaks; why, where somebody said so.
async fn listen(
    client: &Client,
    journey: &JourneyId,
    after: &mut Option<i64>,
    hear: &mut impl FnMut(Told) -> ControlFlow<()>,
) -> ControlFlow<(), Option<ClientError>> {
    let query = [("journey", journey.as_str())];
    let mut request = client.asking(Method::GET, &["v1", "steps"], &query).header(ACCEPT, "text/event-stream");
    if let Some(after) = after {
        request = request.header("last-event-id", after.to_string());
    }
    let mut response = match client.listen(request).await {
        Ok(response) => response,
        Err(error) => {
            // What the server holds was put back to an earlier moment: its numbers begin anew.
            if matches!(&error, ClientError::Refused { problem } if problem.word() == Some("ahead")) {
                *after = None;
            }
            // Nobody has pushed it there yet, which is a state and no fault.
            if matches!(&error, ClientError::Refused { problem } if problem.status == 404) {
                return ControlFlow::Continue(None);
            }
            return ControlFlow::Continue(Some(error));
        }
    };
    hear(Told::Open)?;
    let mut events = Events::default();
    while let Ok(Ok(Some(chunk))) = tokio::time::timeout(SILENCE, response.chunk()).await {
        for step in events.take(&chunk) {
            *after = Some(step.number);
            hear(Told::Step(Box::new(step)))?;
        }
    }
    ControlFlow::Continue(None)
}

/// Bytes of a stream on their way to becoming events.
#[derive(Debug, Default)]
struct Events {
    bytes: Vec<u8>,
}

impl Events {
    /// The steps that are whole now. What is no step says nothing here.
    fn take(&mut self, chunk: &[u8]) -> Vec<TracedStep> {
        self.bytes.extend_from_slice(chunk);
        let mut steps = Vec::new();
        while let Some(end) = self.bytes.windows(2).position(|pair| pair == b"\n\n") {
            let event: Vec<u8> = self.bytes.drain(..end + 2).collect();
            let text = String::from_utf8_lossy(&event);
            let data: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("data:")).map(str::trim).collect();
            steps.extend(serde_json::from_str::<TracedStep>(&data.join("\n")).ok());
        }
        steps
    }
}
