//! Facts about data that nobody can see in a document.

use crate::check::{Card, Family, Severity, source};

pub(in crate::check) const CARDS: &[Card] = &[
    Card::shown(
        "fieldgroup-cache",
        Family::Data,
        "Profile fields and data sources are read anew at each step: by the blueprints it is decided which fields are \
         cached, today's pages state no cache.",
        &[source::DATA_SOURCES, source::BLUEPRINT_CAMPAIGN_V7, source::BLUEPRINT_THIRD_PARTY],
        "The dry run shows it: each step sees the person as they are then, and asks a data source again.",
    ),
    Card::told(
        "campaigns-and-journeys",
        Family::Data,
        Severity::Info,
        "Campaigns reach audiences at planned times over a relational store; journeys react to single people \
                  in real time.",
        &[source::BLUEPRINT_CAMPAIGN_ORCHESTRATION],
        "Which of the two fits is for the author to say.",
    ),
    Card::told(
        "datasource-param-source",
        Family::Data,
        Severity::Error,
        "In the simple editor the parameter of an external data source comes from an event or the profile, not from \
         another external data source.",
        &[source::EXPRESSION_EDITOR, source::EXPRESSION_FIELDS],
        "A document keeps the text of an expression, in which parameters may be nested, not the editor in which it was \
         written.",
    ),
    Card::told(
        "datasource-dryrun",
        Family::Data,
        Severity::Info,
        "In the platform's dry run external data sources are not asked unless somebody says so.",
        &[source::DRY_RUN],
        "A dry run of Waymark asks nobody: what data sources answer stands in the scenario.",
    ),
    Card::told(
        "aep-datasource-undeletable",
        Family::Data,
        Severity::Error,
        "The platform's own data source cannot be deleted; of its field groups only those that nothing uses.",
        &[source::PLATFORM_DATA_SOURCE],
        "Here a workspace may do without it; an expression that reads from it is then reported by expr-unknown-field.",
    ),
];
