//! A journey made ready to run: flat, by index, with every expression read beforehand.

use thiserror::Error;

use crate::journey::{JourneyId, Workspace};

/// A compiled journey.
#[derive(Clone, Debug)]
pub struct Program {
    pub(super) journey: JourneyId,
}

/// Why a journey cannot be run at all. (What is wrong with a single step shows when somebody gets there.)
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CompileError {
    /// Not in the workspace.
    #[error("there is no journey {0} here")]
    NoJourney(JourneyId),
    /// Nothing begins it.
    #[error("“{0}” has no first step: begin it with an event, an audience qualification or a read audience")]
    NoEntry(String),
    /// More than one step begins it.
    #[error("“{name}” begins in {} places ({}): keep one of them, or connect the others", entries.len(), entries.join(", "))]
    SeveralEntries {
        /// The journey.
        name: String,
        /// The steps.
        entries: Vec<String>,
    },
}

impl Program {
    /// Compiles one journey of a workspace.
    ///
    /// # Errors
    /// See [`CompileError`].
    pub fn compile(workspace: &Workspace, journey: &JourneyId) -> Result<Self, CompileError> {
        let journey = workspace.journeys.get(journey).ok_or_else(|| CompileError::NoJourney(journey.clone()))?;
        Ok(Self { journey: journey.id.clone() })
    }

    /// Which journey.
    pub fn journey(&self) -> &JourneyId {
        &self.journey
    }
}
