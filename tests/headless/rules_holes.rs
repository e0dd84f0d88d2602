//! What a rule must not miss though it does not stand in its example.

use waymark::check::{self, Checker, Finding, Mending, Severity, Sketch, example::steps, rules};
use waymark::journey::{
    Authentication, CustomAuthentication, DataSource, DataSourceKind, Duration, EventIdType, Inventory, Item, Method,
    Organization, Place, Platform, Port, Secret, TokenCache,
};

fn found(sketch: &Sketch) -> Vec<&'static str> {
    let report = Checker::new().check(&sketch.workspace, sketch.platform, Sketch::now());
    report.findings.iter().map(|finding| finding.rule).collect()
}

#[track_caller]
fn has(sketch: &Sketch, rule: &str) {
    assert!(found(sketch).contains(&rule), "{rule} is missing: {:?}", found(sketch));
}

#[track_caller]
fn lacks(sketch: &Sketch, rule: &str) {
    assert!(!found(sketch).contains(&rule), "{rule} is reported: {:?}", found(sketch));
}

fn deciding(expression: &str) -> Sketch {
    Sketch::event().then(steps::data(&[expression])).by(Port::Branch(steps::path(0))).then(steps::email())
}

fn with_event(change: impl Fn(&mut waymark::journey::Event)) -> Sketch {
    Sketch::event().inventory(|inventory| {
        inventory.events.iter_mut().filter(|event| event.id.as_str() == "event-paid").for_each(&change);
    })
}

#[test]
fn one_wait_of_120_days_lets_nobody_go_on_where_waits_have_no_limit_of_their_own() {
    let waiting = Sketch::event().then(steps::wait(Duration::Days(120))).then(steps::email());
    has(&waiting.clone().platform(Platform::Waymark), "path-waits-exceed-global-timeout");
    // Where the wait itself is refused, that is said once.
    has(&waiting, "wait-max-duration");
    lacks(&waiting, "path-waits-exceed-global-timeout");
}

#[test]
fn an_event_whose_condition_compares_other_types_is_found_also_for_equality() {
    let ruled = |rule: &'static str| with_event(move |event| event.id_type = EventIdType::RuleBased(rule.into()));
    for rule in ["@event{OrderPaid.eventType} == 5", "@event{OrderPaid.eventType} > 5", "5 != @event{OrderPaid.email}"]
    {
        has(&ruled(rule), "event-rule-type-mismatch");
        lacks(&ruled(rule), "waymark-expr-inventory");
    }
    lacks(&ruled("@event{OrderPaid.eventType} == \"paid\""), "event-rule-type-mismatch");
    has(&deciding("@event{OrderPlaced.total} == \"5\""), "waymark-expr-equal-types");
    lacks(&deciding("@event{OrderPlaced.total} == 5"), "waymark-expr-equal-types");
    lacks(&deciding("@event{OrderPlaced.total} != null"), "waymark-expr-equal-types");
}

#[test]
fn a_value_that_a_field_never_holds_is_found_wherever_it_stands() {
    let tier = |asked: &str| deciding(&format!("#{{ExperiencePlatform.ProfileFieldGroup.loyalty.tier}} {asked}"));
    for asked in ["== \"golden\"", "!= 'platinum'"] {
        has(&tier(asked), "waymark-expr-value-unknown");
    }
    for asked in ["== \"gold\"", "!= \"\"", "is null"] {
        lacks(&tier(asked), "waymark-expr-value-unknown");
    }
}

#[test]
fn whoever_asks_for_another_value_also_gets_those_of_whom_nothing_is_known() {
    let city = "#{ExperiencePlatform.ProfileFieldGroup.homeAddress.city}";
    has(&deciding(&format!("{city} != \"Oslo\"")), "condition-null-field");
    lacks(&deciding(&format!("{city} == \"Oslo\"")), "condition-null-field");
    lacks(&deciding(&format!("{city} is not null and {city} != \"Oslo\"")), "condition-null-field");
    lacks(&deciding("@event{OrderPlaced.orderId} != \"1\""), "condition-null-field");
}

#[test]
fn the_supplemental_identifier_is_read_only_where_there_is_one() {
    has(&deciding("${supplementalId} == \"x\""), "waymark-data-never");
    let told_apart = deciding("${supplementalId} == \"x\"").inventory(|inventory| {
        for event in inventory.events.iter_mut().filter(|event| event.id.as_str() == "event-order") {
            event.supplemental = Some(waymark::journey::SupplementalId {
                key: "@event{OrderPlaced.orderId}".into(),
                namespace: Some("namespace-product".into()),
            });
        }
    });
    lacks(&told_apart, "waymark-data-never");
}

fn asking(authentication: &Authentication) -> Sketch {
    Sketch::event().inventory(|inventory: &mut Inventory| {
        inventory.data_sources.push(DataSource {
            id: "source-weather".into(),
            name: "Weather".to_owned(),
            kind: DataSourceKind::External {
                url: "https://weather.example.com/v1".to_owned(),
                authentication: authentication.clone(),
            },
            ..DataSource::default()
        });
    })
}

#[test]
fn data_sources_sign_in_as_actions_do() {
    let token = CustomAuthentication {
        endpoint: "https://weather.example.com/token".to_owned(),
        method: Method::Get,
        token_in_response: "json://token".to_owned(),
        token_lifetime: Some(Duration::Hours(1)),
        cache: TokenCache::InResponse("json://expires_in".to_owned()),
        ..CustomAuthentication::default()
    };
    let whole = asking(&Authentication::Custom(token.clone()));
    for rule in ["custom-auth-shape", "custom-auth-cache-buffer", "custom-action-auth-basic-fields"] {
        lacks(&whole, rule);
    }
    let broken = CustomAuthentication { endpoint: "nowhere".to_owned(), ..token.clone() };
    has(&asking(&Authentication::Custom(broken)), "custom-auth-shape");
    let unsaid = CustomAuthentication { cache: TokenCache::InResponse("expires_in".to_owned()), ..token.clone() };
    has(&asking(&Authentication::Custom(unsaid)), "custom-auth-shape");
    let late = CustomAuthentication { cache: TokenCache::Default, ..token };
    has(&asking(&Authentication::Custom(late)), "custom-auth-cache-buffer");
    has(&asking(&Authentication::Bearer(Secret::from(""))), "custom-action-auth-basic-fields");
}

#[test]
fn numbers_are_no_hosts_however_they_are_written_and_adobes_own_network_is_closed() {
    let calling = |url: &str| {
        Sketch::event().inventory(|inventory| {
            for action in inventory.actions.iter_mut().filter(|action| action.id.as_str() == "action-text") {
                url.clone_into(&mut action.url);
            }
        })
    };
    for host in ["3232235777", "0xC0A80101", "0300.0250.1.1", "192.168.257", "[::1]", "192.0.2.7"] {
        has(&calling(&format!("https://{host}/v1")), "custom-action-url-ip");
    }
    for host in ["messages.example.com", "3com.example.com", "0xcafe.example.com"] {
        lacks(&calling(&format!("https://{host}/v1")), "custom-action-url-ip");
    }
    for host in ["svc.corp.adobe.com", "x.adobe.net", "a.int.adobe.io"] {
        has(&calling(&format!("https://{host}/v1")), "custom-action-url-adobe-internal");
    }
    for host in ["platform.adobe.io", "shop.campaign.adobe.com"] {
        lacks(&calling(&format!("https://{host}/v1")), "custom-action-url-adobe-internal");
    }
}

#[test]
fn what_says_who_an_event_is_about_brings_no_error() {
    let unnamed = |field: &'static str| {
        with_event(|event| {
            event.namespace = None;
            event.profile_identifier = "".into();
        })
        .inventory(|inventory| {
            for schema in inventory.schemas.iter_mut().filter(|schema| schema.id.as_str() == "schema-order") {
                field.clone_into(&mut schema.identity_field);
            }
        })
    };
    let sketch = unnamed("email");
    let report = Checker::new().check(&sketch.workspace, sketch.platform, Sketch::now());
    let finding = report.findings.iter().find(|finding| finding.rule == "event-identity-missing").unwrap();
    let mended = sketch.after(&finding.safe_remedy().unwrap().edits).unwrap();
    let after = Checker::new().check(&mended, sketch.platform, Sketch::now());
    let errors: Vec<_> = after.findings.iter().filter(|finding| finding.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:?}");
    assert!(!after.findings.iter().any(|finding| finding.rule == "event-identity-missing"));
    // Where nobody says which field it is, nothing is done unseen.
    let sketch = unnamed("");
    let report = Checker::new().check(&sketch.workspace, sketch.platform, Sketch::now());
    let finding = report.findings.iter().find(|finding| finding.rule == "event-identity-missing").unwrap();
    assert!(finding.safe_remedy().is_none());
}

#[test]
fn one_fact_about_campaign_is_said_once() {
    let rush = |product, peak| {
        let mut sketch = (waymark::check::rule("campaign-v7-throughput").unwrap().flagged)();
        sketch = sketch.inventory(|inventory| {
            inventory.actions.iter_mut().for_each(|action| {
                if action.id.as_str() == "action-campaign" {
                    action.destination = product;
                }
            });
            inventory.campaign_instances.iter_mut().for_each(|instance| instance.product = product);
            inventory.events.iter_mut().for_each(|event| event.peak_per_second = Some(peak));
        });
        let campaign = ["campaign-v7-throughput", "campaign-cap-4000-5min", "campaign-v8-throughput"];
        found(&sketch).into_iter().filter(|rule| campaign.contains(rule)).collect::<Vec<_>>()
    };
    use waymark::journey::Destination;
    assert_eq!(rush(Destination::CampaignV7, 20), ["campaign-v7-throughput"]);
    assert_eq!(rush(Destination::CampaignV8, 20), ["campaign-cap-4000-5min"]);
    assert_eq!(rush(Destination::CampaignV8, 400), ["campaign-cap-4000-5min", "campaign-v8-throughput"]);
}

#[test]
fn drafts_are_not_active_and_what_the_organization_states_counts() {
    let quota = |quota, active| {
        let published = Sketch::event().published(1, Sketch::event());
        published.with_second(Sketch::event(), "Second").organization(|organization| {
            organization.live_journeys = Some(quota);
            organization.active_journeys = active;
        })
    };
    lacks(&quota(2, None), "journey-live-quota");
    has(&quota(1, None), "journey-live-quota");
    has(&quota(200, Some(200)), "journey-live-quota");
    lacks(&quota(200, Some(199)), "journey-live-quota");
    // Where everything is published, nothing more is asked for.
    let all = Sketch::event().published(1, Sketch::event()).organization(|known| known.active_journeys = Some(500));
    lacks(&all, "journey-live-quota");
}

#[test]
fn what_is_active_elsewhere_in_the_sandbox_counts_beside_what_a_draft_brings() {
    let watching = |elsewhere| {
        Sketch::qualification().then(steps::email()).organization(|organization| {
            organization.audience_qualifications = Some(elsewhere);
        })
    };
    has(&watching(300), "aq-max-per-sandbox");
    lacks(&watching(299), "aq-max-per-sandbox");
    let shown = |elsewhere| {
        let shown = Sketch::qualification().then(steps::multi(&[waymark::journey::Medium::InApp; 10]));
        shown.then(steps::wait(Duration::Days(3))).organization(|organization| {
            organization.inbound_messages = Some(elsewhere);
        })
    };
    has(&shown(491), "inbound-active-max");
    lacks(&shown(490), "inbound-active-max");
}

#[test]
fn what_is_active_outside_of_the_workspace_counts_too() {
    let flagged = |rule: &str, change: fn(&mut Organization)| {
        let passing = (check::rule(rule).unwrap().passing)();
        lacks(&passing, rule);
        has(&passing.organization(change), rule);
    };
    // 200 fragments and 10 rule sets are active here.
    flagged("jfragment-max-active", |known| known.other_fragments = Some(1));
    flagged("ruleset-max-active", |known| known.other_channel_rule_sets = Some(1));
    lacks(
        &(check::rule("ruleset-max-active").unwrap().passing)()
            .organization(|known| known.other_journey_rule_sets = Some(10)),
        "ruleset-max-active",
    );
    let listening = |elsewhere| {
        Sketch::event().then(steps::email()).inventory(|inventory| {
            inventory.events.iter_mut().for_each(|event| event.other_journeys = Some(elsewhere));
        })
    };
    lacks(&listening(24), "event-max-journeys-per-event");
    has(&listening(25), "event-max-journeys-per-event");
}

#[test]
fn a_dataset_that_knows_people_otherwise_takes_no_update_and_a_journey_carries_what_is_stated_of_it() {
    let written = |namespace: &'static str| {
        let passing = (check::rule("update-profile-dataset").unwrap().passing)();
        passing.inventory(|inventory| {
            for schema in inventory.schemas.iter_mut().filter(|schema| schema.id.as_str() == "schema-profile") {
                schema.primary_identity = Some(namespace.into());
            }
        })
    };
    lacks(&written("namespace-email"), "update-profile-dataset");
    has(&written("namespace-product"), "update-profile-dataset");
    // What is handed over says so too.
    let sketch = (check::rule("update-profile-dataset").unwrap().flagged)();
    let refused = check::Cleared::new(&sketch.workspace, &Sketch::JOURNEY.into(), Platform::Ajo, Sketch::now());
    let report = refused.expect_err("an update that would fail");
    assert!(report.findings.iter().any(|finding| finding.rule == "update-profile-dataset"));
}

#[test]
fn a_rule_set_that_was_activated_just_now_holds_for_no_journey_that_may_start_at_once() {
    const RULE: &str = "ruleset-activation-delay";
    let passing = || (check::rule(RULE).unwrap().passing)();
    lacks(&passing(), RULE);
    has(&passing().properties(|properties| properties.start = None), RULE);
    let long_ago = |inventory: &mut Inventory| {
        let hour = jiff::SignedDuration::from_hours(1);
        inventory.rule_sets.iter_mut().for_each(|set| set.activated = Sketch::now().checked_sub(hour).ok());
    };
    lacks(&passing().properties(|properties| properties.start = None).inventory(long_ago), RULE);
}

/// Tries every safe remedy, and says which of them bring an error that was not there; how many there were to try.
fn brought_by_safe_remedies(checker: &mut Checker, sketch: &Sketch, what: &str, complaints: &mut Vec<String>) -> usize {
    let before = checker.check(&sketch.workspace, sketch.platform, Sketch::now());
    // A finding about several fields names the first of them.
    let at = |finding: &Finding| (finding.rule, Place { field: None, ..finding.place.clone() });
    let known: Vec<_> = before.findings.iter().map(|finding| at(finding)).collect();
    let mut tried = 0;
    for finding in &before.findings {
        let Some(remedy) = finding.safe_remedy() else { continue };
        tried += 1;
        let Ok(mended) = sketch.after(&remedy.edits) else { continue };
        let after = checker.check(&mended, sketch.platform, Sketch::now());
        let errors = after.findings.iter().filter(|found| found.severity == Severity::Error);
        for brought in errors.filter(|found| !known.contains(&at(found))) {
            complaints.push(format!(
                "{what}: '{}' of {} brings {}: {}",
                remedy.title, finding.rule, brought.rule, brought.message
            ));
        }
    }
    tried
}

/// The same object or activity without some of its fields: every two of them, or one.
fn with_less(whole: &serde_json::Value, most: usize) -> Vec<(String, serde_json::Value)> {
    let (kind, fields) = whole.as_object().unwrap().iter().next().unwrap();
    let names: Vec<&String> = fields.as_object().unwrap().keys().filter(|key| *key != "id").collect();
    let pairs =
        names.iter().enumerate().flat_map(|(index, one)| names[index..].iter().take(most).map(move |two| (one, two)));
    let less = |(one, two): (&&String, &&String)| {
        let mut less = fields.clone();
        less.as_object_mut().unwrap().retain(|key, _| key != *one && key != *two);
        let outer: serde_json::Map<_, _> = [(kind.clone(), less)].into_iter().collect();
        (format!("{kind} without {one} and {two}"), outer.into())
    };
    pairs.map(less).collect()
}

/// What a remedy mends unseen must not bring an error, also where more than the example's one thing is missing: each
/// object of the shop loses every two of its fields.
#[test]
fn a_safe_remedy_brings_no_error_where_two_fields_of_an_object_are_missing() {
    let sound = Sketch::event().then(steps::email()).inventory(|inventory| {
        for schema in inventory.schemas.iter_mut().filter(|schema| schema.id.as_str() == "schema-order") {
            "email".clone_into(&mut schema.identity_field);
        }
    });
    let (mut checker, mut complaints, mut tried) = (Checker::new(), Vec::new(), 0);
    for item in sound.workspace.inventory.items() {
        for (what, less) in with_less(&serde_json::to_value(&item).unwrap(), usize::MAX) {
            let Ok(item) = serde_json::from_value::<Item>(less) else { continue };
            let sketch = sound.clone().inventory(|inventory| inventory.put(item));
            tried += brought_by_safe_remedies(&mut checker, &sketch, &what, &mut complaints);
        }
    }
    assert!(tried > 10, "only {tried} remedies were tried");
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

/// And each rule's own example, of which the object or the activity at fault lacks one more of its fields.
#[test]
fn a_safe_remedy_brings_no_error_where_something_else_is_missing_too() {
    let (mut checker, mut complaints, mut tried) = (Checker::new(), Vec::new(), 0);
    for rule in rules().iter().filter(|rule| matches!(rule.mending, Mending::Offers(_))) {
        let sound = (rule.flagged)();
        let Place { activity, item, .. } = &sound.place;
        for object in sound.workspace.inventory.items().iter().filter(|known| Some(&known.reference()) == item.as_ref())
        {
            for (what, less) in with_less(&serde_json::to_value(object).unwrap(), 1) {
                let Ok(object) = serde_json::from_value::<Item>(less) else { continue };
                let sketch = sound.clone().inventory(|inventory| inventory.put(object));
                tried += brought_by_safe_remedies(&mut checker, &sketch, &what, &mut complaints);
            }
        }
        let journey = &sound.workspace.journeys[&Sketch::JOURNEY.into()];
        let Some(known) = activity.as_ref().and_then(|id| journey.activity(id)) else { continue };
        for (what, less) in with_less(&serde_json::to_value(&known.kind).unwrap(), 1) {
            let Ok(kind) = serde_json::from_value(less) else { continue };
            let sketch = sound.clone().journey(|journey| journey.activity_mut(&known.id).unwrap().kind = kind);
            tried += brought_by_safe_remedies(&mut checker, &sketch, &what, &mut complaints);
        }
    }
    assert!(tried > 100, "only {tried} remedies were tried");
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}
