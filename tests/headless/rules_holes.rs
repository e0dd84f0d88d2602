//! What a rule must not miss though it does not stand in its example.

use waymark::check::{Checker, Severity, Sketch, example::steps};
use waymark::journey::{
    Authentication, CustomAuthentication, DataSource, DataSourceKind, Duration, EventIdType, Inventory, Method,
    Platform, Port, Secret, TokenCache,
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
