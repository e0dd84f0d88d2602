//! The same for what only a forecast has, or has in common with a scenario: the population, systems, reactions.

use super::super::{Coming, Population, ReactionShares, System};
use super::{ACTION, AUDIENCE, CHANNEL, DATA_SOURCE, ENDPOINT, EVENT, PROFILE, Visit, VisitMut, Word};

macro_rules! walks {
    ($name:ident, $visit_type:ident, [$($m:tt)?], $doc:literal) => {
        impl System {
            pub(super) fn $name(&$($m)? self, visit: &mut $visit_type<'_>) {
                match self {
                    Self::Endpoint(id) => visit(format_args!("systems"), ENDPOINT, &$($m)? id.0),
                    Self::Action(id) => visit(format_args!("systems"), ACTION, &$($m)? id.0),
                    Self::DataSource(id) => visit(format_args!("systems"), DATA_SOURCE, &$($m)? id.0),
                    Self::Channel(id) => visit(format_args!("systems"), CHANNEL, &$($m)? id.0),
                }
            }
        }

        impl ReactionShares {
            pub(super) fn $name(&$($m)? self, visit: &mut $visit_type<'_>) {
                if let Some(message) = &$($m)? self.message {
                    visit(format_args!("reactions"), Word::Activity, &$($m)? message.0);
                }
                visit(format_args!("reactions"), Word::Expression, &$($m)? self.when.0);
            }
        }

        impl Coming {
            fn $name(&$($m)? self, visit: &mut $visit_type<'_>) {
                match self {
                    Self::Event(id) | Self::Business(id) => visit(format_args!("arrivals"), EVENT, &$($m)? id.0),
                    Self::Enters(id) | Self::Leaves(id) => visit(format_args!("arrivals"), AUDIENCE, &$($m)? id.0),
                    Self::Reads(id) => visit(format_args!("arrivals"), Word::Journey, &$($m)? id.0),
                }
            }
        }

        impl Population {
            #[doc = $doc]
            pub fn $name(&$($m)? self, visit: &mut $visit_type<'_>) {
                for model in &$($m)? self.models {
                    visit(format_args!("models"), PROFILE, &$($m)? model.profile.0);
                }
                for draw in &$($m)? self.payloads {
                    visit(format_args!("payloads"), EVENT, &$($m)? draw.event.0);
                }
                for share in &$($m)? self.memberships {
                    visit(format_args!("memberships"), AUDIENCE, &$($m)? share.audience.0);
                }
                for arrivals in &$($m)? self.arrivals {
                    arrivals.what.$name(visit);
                    if let Some(audience) = &$($m)? arrivals.inside {
                        visit(format_args!("arrivals"), AUDIENCE, &$($m)? audience.0);
                    }
                }
                for follow_up in &$($m)? self.follow_ups {
                    visit(format_args!("follow_ups"), Word::Journey, &$($m)? follow_up.journey.0);
                    visit(format_args!("follow_ups"), EVENT, &$($m)? follow_up.event.0);
                }
                for reaction in &$($m)? self.reactions {
                    reaction.$name(visit);
                }
                for behaviour in &$($m)? self.systems {
                    behaviour.system.$name(visit);
                }
            }
        }
    };
}

walks!(walk, Visit, [], "Visits every reference and text in the small language.");
walks!(walk_mut, VisitMut, [mut], "Visits every reference and text in the small language, to change it.");
