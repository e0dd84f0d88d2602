//! Properties: whatever is typed is answered quickly and without panic; what is read, written and read again is
//! the same. Ten thousand cases every day, a million by name.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use waymark::expression::{
    Expected, Renamed, Scope, builder, check, complete, evaluate, highlight, parse, print, rename, template,
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
