//! Properties: whatever is typed is answered quickly and without panic; what is read, written and read again is
//! the same. Ten thousand cases every day, a million by name.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use waymark::expression::{
    Expected, Renamed, Scope, builder, check, complete, evaluate, highlight, parse, print, rename, template, wording,
};

use super::expression_world::{World, scope};

/// Words of the language and near misses, to be strung together.
fn word() -> impl Strategy<Value = String> {
    const WORDS: &[&str] = &[
        "@event{",
        "#{",
        "@action{",
        "#@action{",
        "@decision{",
        "@datasetLookup{",
        "@journey{",
        "${",
        "}",
        "(",
        ")",
        "[",
        "]",
        "{",
        ",",
        ".",
        ":",
        "Order",
        "total",
        "productListItems",
        ".all(",
        ".first(",
        ".at(",
        ".entry(",
        "currentEventField.",
        "defaultValue:",
        "params:",
        "and",
        "or",
        "not",
        "AND",
        "is",
        "null",
        "has",
        "numeric",
        "if",
        "then",
        "else",
        "true",
        "false",
        "date(",
        "concat(",
        "now()",
        "inAudience(",
        "matchRegExp(",
        "==",
        "!=",
        ">=",
        "<",
        "+",
        "-",
        "*",
        "/",
        "%",
        "\"a\"",
        "'b",
        "\"\\",
        "3",
        "4.5",
        "3h",
        "é",
        "\u{200b}",
        "\n",
        "~",
        "|",
        "{{",
        "}}",
        "99999999999999999999",
    ];
    prop_oneof![9 => prop::sample::select(WORDS).prop_map(str::to_owned), 1 => any::<String>()]
}

fn jumble() -> impl Strategy<Value = String> {
    let words = prop::collection::vec((word(), prop::bool::ANY), 0..40);
    let strung = words.prop_map(|words| {
        words.into_iter().map(|(word, blank)| if blank { format!("{word} ") } else { word }).collect::<String>()
    });
    prop_oneof![3 => strung, 1 => any::<String>()]
}

/// Texts that the grammar makes.
fn grammatical() -> impl Strategy<Value = String> {
    let name = prop_oneof!["[a-zA-Z_][a-zA-Z0-9_-]{0,6}", "'[0-9a-z é.-]{1,5}'"];
    let leaf = prop_oneof![
        any::<i64>().prop_map(|number| number.to_string()),
        any::<f64>().prop_filter("finite", |number| number.is_finite()).prop_map(|number| format!("{number:.3}")),
        "[a-zA-Z0-9 éß\\\\\"'\n\t]{0,8}"
            .prop_map(|text| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))),
        prop::sample::select(
            &["true", "false", "null", "date(\"2026-02-19\")", "date('2026-02-19T08:00:00Z')", "[]"][..]
        )
        .prop_map(str::to_owned),
        (prop::sample::select(&["@event{", "#{", "@action{", "@decision{"][..]), prop::collection::vec(name, 1..4))
            .prop_map(|(root, names)| format!("{root}{}}}", names.join("."))),
        Just("currentEventField.price".to_owned()),
    ];
    leaf.prop_recursive(5, 40, 4, |inner| {
        let operators = &["and", "or", "==", "!=", ">", ">=", "<", "<=", "+", "-", "*", "/", "%"][..];
        let tests = &["is null", "is not null", "has null", "is numeric", "is integer", "is decimal"][..];
        let names = &["concat", "count", "toString", "round", "in", "now", "inLastDays", "noSuchFunction"][..];
        let steps = &["all", "first", "last", "at", "entry"][..];
        prop_oneof![
            (inner.clone(), prop::sample::select(operators), inner.clone())
                .prop_map(|(a, o, b)| format!("{a} {o} {b}")),
            (inner.clone(), prop::sample::select(tests)).prop_map(|(a, test)| format!("(({a}) {test})")),
            inner.clone().prop_map(|a| format!("({a})")),
            inner.clone().prop_map(|a| format!("not {a}")),
            inner.clone().prop_map(|a| format!("-{a}")),
            prop::collection::vec(inner.clone(), 1..4).prop_map(|items| format!("[{}]", items.join(","))),
            (prop::sample::select(names), prop::collection::vec(inner.clone(), 0..3))
                .prop_map(|(name, items)| format!("{name}({})", items.join(" , "))),
            (inner.clone(), inner.clone(), inner.clone()).prop_map(|(a, b, c)| format!("if({a})then({b})else({c})")),
            (prop::sample::select(steps), inner.clone())
                .prop_map(|(step, inner)| format!("@event{{Order.productListItems.{step}({inner}).SKU}}")),
            (inner.clone(), inner).prop_map(|(a, b)| format!("#{{W.m.t,defaultValue:{a},params:{{x: {b}}}}}")),
        ]
    })
}

fn cases<S: Strategy>(count: u32, strategy: S, test: impl Fn(S::Value) -> Result<(), TestCaseError>) {
    let config = Config { cases: count, failure_persistence: None, ..Config::default() };
    TestRunner::new(config).run(&strategy, test).unwrap_or_else(|failure| panic!("{failure}"));
}

thread_local! {
    /// Built once: a million cases ask for it.
    static AROUND: (World, Scope) = (World::new(), scope());
}

/// Everything that an editor does with a text while it is typed.
fn survives(text: &str) -> Result<(), TestCaseError> {
    AROUND.with(|(world, scope)| survives_in(text, world, scope))
}

fn survives_in(text: &str, world: &World, scope: &Scope) -> Result<(), TestCaseError> {
    let parsed = parse(text);
    prop_assert_eq!(parsed.tree.is_none() && parsed.errors.is_empty(), false);
    let typed = check(&parsed, scope, Expected::CONDITION);
    for problem in &typed.problems {
        let span = problem.span;
        prop_assert!(span.start <= span.end && span.end <= text.len(), "{:?}", problem);
        prop_assert!(text.is_char_boundary(span.start) && text.is_char_boundary(span.end), "{:?}", problem);
        if let Some(fix) = &problem.fix {
            fix.apply(text);
        }
    }
    if let Some(tree) = parsed.tree.as_deref() {
        let _ = evaluate(tree, world);
        parse(&print(tree));
    }
    for cursor in [text.len() / 2, text.len()] {
        for completion in complete(text, cursor, scope, Expected::Any) {
            prop_assert!(completion.insert.is_char_boundary(completion.caret));
            prop_assert!(text.get(completion.replace.start..completion.replace.end).is_some());
        }
    }
    highlight(text);
    builder::read(text);
    wording::read(&wording::write(text));
    wording::joined(text);
    rename(text, &Renamed::Event { from: "Order".to_owned(), to: "Buy".to_owned() });
    let slots = template::parse(text);
    template::check(&slots, scope);
    let _ = template::render(&slots, text, world);
    Ok(())
}

fn reads_what_it_writes(text: &str) -> Result<(), TestCaseError> {
    let parsed = parse(text);
    prop_assert!(parsed.errors.is_empty(), "{}: {:?}", text, parsed.errors);
    let tree = parsed.sound().expect("no errors: there is a tree");
    let written = print(tree);
    let again = parse(&written);
    prop_assert!(again.errors.is_empty(), "{}: {:?}", written, again.errors);
    let tree_again = again.sound().expect("no errors: there is a tree");
    prop_assert_eq!(&print(tree_again), &written);
    // Equal trees: the same spans once both stand in the written form.
    let third = parse(&print(tree_again));
    prop_assert_eq!(tree_again, third.sound().expect("a tree"));
    prop_assert_eq!(
        format!("{:?}", evaluate(tree, &World::new())),
        format!("{:?}", evaluate(tree_again, &World::new()))
    );
    Ok(())
}

#[test]
fn nothing_that_is_typed_makes_it_panic() {
    cases(10_000, jumble(), |text| survives(&text));
}

#[test]
fn what_the_grammar_makes_is_read_written_and_read_again() {
    cases(10_000, grammatical(), |text| reads_what_it_writes(&text));
}

#[test]
fn half_of_an_expression_is_answered_as_calmly_as_a_whole_one() {
    let cut = (grammatical(), any::<prop::sample::Index>());
    cases(2_000, cut, |(text, index)| {
        let boundaries: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        survives(&text[..boundaries[index.index(boundaries.len())]])
    });
}

/// Texts as people write them for a parameter: words, fields, defaults.
fn worded() -> impl Strategy<Value = String> {
    let slots = [
        "@event{Order.orderId}",
        "@event{Order.missing}",
        "#{ExperiencePlatform.ProfileFieldGroup.person.age}",
        "upper(@event{Order.orderId})",
        "@event{Order.total} > 3.0",
        "@event{Order.items_count} + 2",
        "if (@event{Order.vip}) then (\"a\") else (\"b\")",
        "(@event{Order.orderId})",
        "\"said\"",
        "42",
        "no expression",
    ];
    let slot =
        (prop::sample::select(slots.to_vec()), prop::option::of("[a-z \"\\\\|{}]{0,6}")).prop_map(|(slot, default)| {
            match default {
                Some(words) => {
                    let words = words.replace('\\', "\\\\").replace('"', "\\\"");
                    format!("{{{{ {slot} | default: \"{words}\" }}}}")
                }
                None => format!("{{{{{slot}}}}}"),
            }
        });
    prop::collection::vec(prop_oneof!["[a-zé ,.\"\\\\\n{}|]{0,8}", slot], 0..5).prop_map(|parts| parts.concat())
}

#[test]
fn a_text_for_a_parameter_becomes_an_expression_that_says_the_same() {
    cases(10_000, worded(), |text| {
        let expression = wording::write(&text);
        let tree = parse(&expression);
        prop_assert!(expression.is_empty() || tree.sound().is_some(), "{}: {}", text, expression);
        if let Some(shown) = wording::read(&expression) {
            prop_assert_eq!(wording::write(&shown), expression.clone(), "{} is shown as {}", text, shown);
        }
        let template = template::parse(&text);
        let whole = template.errors.is_empty() && template.slots().all(|slot| slot.parsed.sound().is_some());
        let world = World::new();
        if whole && let (Some(tree), Ok(said)) = (tree.sound(), template::render(&template, &text, &world)) {
            let value = evaluate(tree, &world).map(|value| waymark::expression::display(&value));
            prop_assert_eq!(value, Ok(said), "{} as {}", text, expression);
        }
        Ok(())
    });
}

#[test]
fn an_expression_is_shown_as_text_only_where_it_comes_back_as_it_was() {
    cases(10_000, grammatical(), |text| {
        if let Some(shown) = wording::read(&text) {
            let tree = parse(&text);
            let written = wording::write(&shown);
            if text.trim_start().starts_with("concat") {
                let world = World::new();
                let said = |text: &str| parse(text).sound().map(|tree| evaluate(tree, &world));
                prop_assert_eq!(said(&written), said(&text), "{}", shown);
            } else {
                prop_assert_eq!(written, print(tree.sound().expect("it was shown")), "{}", shown);
            }
        }
        Ok(())
    });
}

#[test]
fn words_and_fields_of_a_parameter_read_as_people_write_them() {
    let pairs = [
        ("Hi, your welcome gift waits", "\"Hi, your welcome gift waits\""),
        ("Hi {{ @event{Order.orderId} }}!", "\"Hi \" + @event{Order.orderId} + \"!\""),
        ("{{ @event{Order.orderId} }}", "@event{Order.orderId}"),
        (
            "Hi {{ @event{Order.orderId} | default: \"there\" }}",
            "\"Hi \" + @event{Order.orderId, defaultValue: \"there\"}",
        ),
        ("Hi {{ upper(@event{Order.orderId}) }}", "\"Hi \" + (upper(@event{Order.orderId}))"),
        (
            "{{ @event{Order.total} }}{{ @event{Order.items_count} }}",
            "\"\" + @event{Order.total} + @event{Order.items_count}",
        ),
        (
            "{{ upper(@event{Order.orderId}) | default: \"none\" }}",
            "if ((upper(@event{Order.orderId})) is null) then (\"none\") else (upper(@event{Order.orderId}))",
        ),
        ("", ""),
    ];
    for (text, expression) in pairs {
        assert_eq!(wording::write(text), expression);
        assert_eq!(wording::read(&wording::write(text)).as_deref(), Some(text));
    }
    let joined = "concat(\"Order \", @event{Order.orderId}, upper(\"x\"))";
    let text = "Order {{ @event{Order.orderId} }}{{ upper(\"x\") }}";
    assert_eq!(wording::read(joined).as_deref(), Some(text));
    assert_eq!(wording::write(text), "\"Order \" + @event{Order.orderId} + (upper(\"x\"))");
    for formula in [
        "1 + 2",
        "@event{Order.total} + @event{Order.items_count}",
        "if (true) then (\"a\") else (\"b\")",
        "\"{{ 42 }}\"",
        "Hi there",
    ] {
        assert_eq!(wording::read(formula), None, "{formula}");
    }
}

#[test]
fn fields_in_quotes_are_taken_out_and_joined() {
    let pairs = [
        ("Hi @event{Order.orderId}, hello", Some("\"Hi \" + @event{Order.orderId} + \", hello\"")),
        ("Hi {{ @event{Order.orderId} }}", Some("\"Hi \" + @event{Order.orderId}")),
        ("#{Weather.main.temperature}", Some("#{Weather.main.temperature}")),
        ("Hi @event{", None),
        ("Hi {{ there", None),
        ("Hi there", None),
    ];
    for (words, expression) in pairs {
        assert_eq!(wording::joined(words).as_deref(), expression, "{words}");
    }
}

#[test]
#[ignore = "slow: a million cases; run by name"]
fn a_million_typed_texts_do_not_make_it_panic() {
    cases(1_000_000, jumble(), |text| survives(&text));
}

#[test]
#[ignore = "slow: a million cases; run by name"]
fn a_million_grammatical_texts_are_read_written_and_read_again() {
    cases(1_000_000, grammatical(), |text| reads_what_it_writes(&text));
}

#[test]
fn the_deepest_allowed_nesting_fits_a_small_stack() {
    let work = || {
        for unit in [
            "not (true and 1 < 2 + 3 * (",
            "if (1 + 2 * (1 == (",
            "concat(\"a\" + (",
            "@event{Order.tags.all(1 < 2 * (",
        ] {
            for count in 0..60 {
                let closing: String = unit.chars().rev().filter_map(close).collect();
                let open = unit.repeat(count);
                let text = format!("{open}1{}", closing.repeat(count));
                let parsed = parse(&text);
                check(&parsed, &scope(), Expected::Any);
                if let Some(tree) = parsed.tree.as_deref() {
                    let _ = evaluate(tree, &World::new());
                    print(tree);
                }
                builder::read(&text);
            }
        }
    };
    let thread = std::thread::Builder::new().stack_size(3 << 19).spawn(work).expect("a thread");
    thread.join().expect("no overflow");
}

fn close(opening: char) -> Option<char> {
    match opening {
        '(' => Some(')'),
        '{' => Some('}'),
        _ => None,
    }
}
