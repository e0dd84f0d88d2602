//! The HTML of an email: read into blocks, drawn as mail programs draw it, never loaded, never a panic.

use egui::accesskit::Role;
use egui::{Color32, Shape};
use egui_kittest::kittest::Queryable;
use proptest::prelude::*;
use waymark::designer::actions::Action;
use waymark::designer::mail::block::{
    Block, Button, Image, LeftOut, Length, Mail, Object, Paragraph, Side, Table, What,
};
use waymark::designer::mail::{WayOut, read, show};
use waymark::designer::rehearsal::Rehearse;
use waymark::designer::requests::{Request, Selection};
use waymark::designer::theme;
use waymark::journey::{Kind, Workspace};

use super::everything::everything;
use crate::window::{Window, ask, click_label, over, run, settle, start};

/// Every block, those in boxes, lists and tables too.
fn all(blocks: &[Block]) -> Vec<&Block> {
    let mut found = Vec::new();
    for block in blocks {
        found.push(block);
        match &block.what {
            What::Boxed(boxed) => found.extend(all(&boxed.blocks)),
            What::Item(_, blocks) => found.extend(all(blocks)),
            What::Table(table) => found.extend(table.rows.iter().flatten().flat_map(|cell| all(&cell.blocks))),
            What::Text(_) | What::Objects(..) | What::Rule(_) => {}
        }
    }
    found
}

fn paragraphs(mail: &Mail) -> Vec<&Paragraph> {
    all(&mail.blocks).into_iter().filter_map(text_of).collect()
}

fn text_of(block: &Block) -> Option<&Paragraph> {
    if let What::Text(text) = &block.what { Some(text) } else { None }
}

fn objects_of(block: &Block) -> &[Object] {
    if let What::Objects(objects, _) = &block.what { objects } else { &[] }
}

fn table_of(block: &Block) -> Option<&Table> {
    if let What::Table(table) = &block.what { Some(table) } else { None }
}

fn button_of(object: &Object) -> Option<&Button> {
    if let Object::Button(button) = object { Some(button) } else { None }
}

fn image_of(object: &Object) -> Option<&Image> {
    if let Object::Image(image) = object { Some(image) } else { None }
}

fn lines(mail: &Mail) -> Vec<String> {
    paragraphs(mail).into_iter().map(Paragraph::text).collect()
}

fn buttons(mail: &Mail) -> Vec<&Button> {
    all(&mail.blocks).into_iter().flat_map(objects_of).filter_map(button_of).collect()
}

fn images(mail: &Mail) -> Vec<&Image> {
    all(&mail.blocks).into_iter().flat_map(objects_of).filter_map(image_of).collect()
}

fn tables(mail: &Mail) -> Vec<&Table> {
    all(&mail.blocks).into_iter().filter_map(table_of).collect()
}

#[test]
fn paragraphs_keep_their_words_and_lose_only_the_spaces_of_the_file() {
    let mail = read("<p>Hello   Anna,\n welcome</p>\n<p>one<br>two<br></p><div><br></div>bare &amp; last&nbsp;word");
    assert_eq!(lines(&mail), ["Hello Anna, welcome", "one\ntwo", " ", "bare & last\u{a0}word"]);
    let below = mail.blocks.iter().map(|block| (block.above, block.below)).collect::<Vec<_>>();
    assert_eq!(below, [(14.0, 14.0), (14.0, 14.0), (0.0, 0.0), (0.0, 0.0)], "paragraphs keep a line apart");
}

#[test]
fn text_is_strong_slanted_underlined_coloured_and_sized_as_it_says() {
    let mail = read(
        r##"<h1>Big</h1><p style="color:#333; font-size: 20px; text-align:center">plain <b>strong</b> <em>slanted</em>
        <u>under</u> <s>gone</s> <span style="color: teal; font-weight: 700; background:#ff0">teal</span></p>"##,
    );
    let [heading, text] = paragraphs(&mail)[..] else { panic!("{mail:?}") };
    assert!(heading.runs[0].ink.bold && heading.runs[0].ink.size == 28.0);
    assert_eq!(text.side, Side::Center);
    let ink = |word: &str| &text.runs.iter().find(|run| run.text.trim() == word).expect(word).ink;
    assert_eq!((ink("plain").size, ink("plain").color), (20.0, Some(Color32::from_rgb(0x33, 0x33, 0x33))));
    assert!(ink("strong").bold && ink("slanted").italic && ink("under").underline && ink("gone").strike);
    assert!(!ink("slanted").bold && !ink("plain").italic);
    assert_eq!(ink("teal").color, Some(Color32::from_rgb(0, 128, 128)));
    assert!(ink("teal").bold && ink("teal").ground == Some(Color32::from_rgb(255, 255, 0)));
}

#[test]
fn what_is_not_meant_for_eyes_is_not_shown() {
    let mail = read(
        r#"<!doctype html><html><head><title>Title</title><style>p{color:red}</style></head><body>
        <div style="display:none;max-height:0">Preheader</div><!-- note --><!--[if mso]><p>Outlook</p><![endif]-->
        <script>alert(1)</script><template><p>later</p></template><img src="https://example.com/o.gif" width="1" height="1">
        <table><tr><td style="font-size:0">spacer</table><p hidden>hidden</p><p>Seen</p></body></html>"#,
    );
    assert_eq!(lines(&mail), ["Seen"]);
    assert!(images(&mail).is_empty(), "a counting image has no place");
}

#[test]
fn a_link_with_a_ground_and_room_is_a_button_and_others_are_text_that_leads() {
    let mail = read(
        r##"<p>Go <a href="https://example.com/a">there</a> or</p>
        <a href="https://example.com/b" style="background-color:#0a7d4f;color:#fff;padding:12px 24px;border-radius:6px">Buy</a>"##,
    );
    let text = paragraphs(&mail)[0];
    assert_eq!(text.runs[1].ink.link.as_deref(), Some("https://example.com/a"));
    assert!(text.runs[1].ink.underline && text.runs[0].ink.link.is_none());
    let [button] = buttons(&mail)[..] else { panic!("{mail:?}") };
    assert_eq!(button.runs[0].text, "Buy");
    assert_eq!(button.link.as_deref(), Some("https://example.com/b"));
    assert_eq!(button.look.ground, Some(Color32::from_rgb(0x0a, 0x7d, 0x4f)));
    assert_eq!((button.look.padding, button.look.radius), ([12.0, 24.0, 12.0, 24.0], 6.0));
    assert_eq!(button.runs[0].ink.color, Some(Color32::WHITE));
}

#[test]
fn an_image_is_its_place_its_words_and_its_size() {
    let mail =
        read(r#"<a href="https://example.com"><img src="x.png" alt="Two shoes" width="600" style="height:200px"></a>"#);
    let [image] = images(&mail)[..] else { panic!("{mail:?}") };
    assert_eq!(image.alt, "Two shoes");
    assert_eq!((image.width, image.height), (Some(Length::Points(600.0)), Some(200.0)));
    assert_eq!(image.link.as_deref(), Some("https://example.com"));
}

#[test]
fn lists_are_marked_and_tables_have_cells_side_by_side() {
    let mail = read("<ol start=3><li>three<li>four</ol><ul><li>dot<ul><li>inner</ul></ul>");
    let markers = all(&mail.blocks).into_iter().filter_map(|block| match &block.what {
        What::Item(marker, _) => Some(marker.text.clone()),
        _ => None,
    });
    assert_eq!(markers.collect::<Vec<_>>(), ["3.", "4.", "•", "•"]);
    assert_eq!(lines(&mail), ["three", "four", "dot", "inner"]);
    let mail = read(
        r##"<table width="600" align="center" cellpadding="8" bgcolor="#eeeeee"><tr><td width="30%">a</td><td>b</td></tr>
        <tr><td colspan="2" align="right" style="padding:0 4px">c</td></tr></table>"##,
    );
    let [table] = tables(&mail)[..] else { panic!("{mail:?}") };
    assert_eq!((table.width, table.side), (Some(Length::Points(600.0)), Side::Center));
    assert_eq!(table.look.ground, Some(Color32::from_rgb(0xee, 0xee, 0xee)));
    assert_eq!(table.rows.iter().map(Vec::len).collect::<Vec<_>>(), [2, 1]);
    assert_eq!((table.rows[0][0].width, table.rows[0][0].look.padding), (Some(Length::Share(0.3)), [8.0; 4]));
    assert_eq!((table.rows[1][0].span, table.rows[1][0].look.padding), (2, [0.0, 4.0, 0.0, 4.0]));
    assert_eq!(paragraphs(&mail)[2].side, Side::Right);
}

#[test]
fn a_table_that_is_put_into_the_middle_keeps_its_text_on_the_left() {
    let cell = "<table><tr><td>inside</td></tr></table>";
    let mail = read(&format!("<table><tr><td align=center>{cell}</td></tr></table>"));
    assert_eq!((tables(&mail)[1].side, paragraphs(&mail)[0].side), (Side::Center, Side::Left));
    let mail = read(&format!("<div style='text-align:center'>{cell}</div>"));
    assert_eq!((tables(&mail)[0].side, paragraphs(&mail)[0].side), (Side::Left, Side::Center));
}

#[test]
fn what_the_drawing_leaves_out_is_named() {
    let left_out = |html: &str| read(html).left_out.into_iter().collect::<Vec<_>>();
    assert_eq!(left_out("<p style='color:red'>all of it</p>"), []);
    assert_eq!(left_out("<style>@media (max-width:600px){.a{width:1px}}</style>x"), [LeftOut::MediaQueries]);
    assert_eq!(left_out("<style>/* @media */ .a{color:red}</style>x"), [LeftOut::StyleSheet]);
    assert_eq!(left_out("<style>@font-face{font-family:A}</style>x"), [LeftOut::WebFonts]);
    assert_eq!(left_out("<td background='a.png'>x"), []);
    assert_eq!(left_out("<table background='a.png'><tr><td>x</table>"), [LeftOut::BackgroundImages]);
    assert_eq!(left_out("<p style='background:url(a.png) #fff'>x</p>"), [LeftOut::BackgroundImages]);
    assert_eq!(left_out(&"x".repeat(200_000)), [LeftOut::Rest]);
}

/// What is painted for HTML on so much room, without a window.
fn painted(html: &str, width: f32, is_dark: bool) -> Vec<Shape> {
    fn flat(shape: Shape, found: &mut Vec<Shape>) {
        match shape {
            Shape::Vec(shapes) => shapes.into_iter().for_each(|shape| flat(shape, found)),
            shape => found.push(shape),
        }
    }
    let context = egui::Context::default();
    context.set_theme(if is_dark { egui::Theme::Dark } else { egui::Theme::Light });
    theme::apply(&context);
    let input = egui::RawInput {
        screen_rect: Some(egui::Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(width, 4_000.0))),
        ..egui::RawInput::default()
    };
    let mut output = context.run_ui(input, |ui| show(ui, html, WayOut::default()));
    output.textures_delta.clear();
    let mut found = Vec::new();
    output.shapes.into_iter().for_each(|clipped| flat(clipped.shape, &mut found));
    found
}

fn grounds(shapes: &[Shape]) -> Vec<Color32> {
    let ground = |shape: &Shape| if let Shape::Rect(rect) = shape { Some(rect.fill) } else { None };
    shapes.iter().filter_map(ground).filter(|fill| fill.a() > 0).collect()
}

fn places(shapes: &[Shape]) -> Vec<(String, egui::Rect)> {
    let text = |shape: &Shape| match shape {
        Shape::Text(text) => Some((text.galley.text().to_owned(), text.visual_bounding_rect())),
        _ => None,
    };
    shapes.iter().filter_map(text).collect()
}

#[test]
fn the_paper_is_white_in_both_themes_unless_the_mail_has_its_own() {
    for is_dark in [false, true] {
        let shapes = painted("<p>Hello</p>", 400.0, is_dark);
        assert_eq!(grounds(&shapes)[0], Color32::WHITE, "dark: {is_dark}");
        let shapes = painted("<body bgcolor='#102030'><p>Hello</p>", 400.0, is_dark);
        assert!(grounds(&shapes).contains(&Color32::from_rgb(0x10, 0x20, 0x30)), "dark: {is_dark}");
    }
}

#[test]
fn cells_stand_side_by_side_where_there_is_room_and_below_each_other_where_there_is_none() {
    let html = "<table width='100%'><tr><td>Alphabetical</td><td>Betweenwhiles</td><td>Circumstances</td></tr></table>";
    let wide = places(&painted(html, 600.0, false));
    assert!(wide[0].1.right() < wide[1].1.left() && wide[1].1.right() < wide[2].1.left(), "{wide:?}");
    assert_eq!(wide[0].1.top(), wide[1].1.top());
    let narrow = places(&painted(html, 180.0, false));
    assert!(narrow[0].1.bottom() <= narrow[1].1.top() && narrow[1].1.bottom() <= narrow[2].1.top(), "{narrow:?}");
    assert!(narrow.iter().all(|(_, rect)| rect.right() <= 180.0), "{narrow:?}");
}

#[test]
fn text_stands_on_the_side_that_the_mail_says() {
    let shapes = painted("<p>left</p><p style='text-align:center'>middle</p><p align=right>right</p>", 400.0, false);
    let [(_, left), (_, middle), (_, right)] = &places(&shapes)[..] else { panic!("three lines") };
    assert!(left.left() < 40.0 && right.right() > 360.0, "{left:?} {right:?}");
    assert!((middle.center().x - 200.0).abs() < 12.0, "{middle:?}");
}

fn with_html(html: &str) -> Window {
    let mut workspace: Workspace = everything();
    let mut step = None;
    for (id, journey) in &mut workspace.journeys {
        for activity in &mut std::sync::Arc::make_mut(journey).activities {
            if let Kind::Message(message) = &mut activity.kind
                && step.is_none()
            {
                message.subject = Default::default();
                message.body = Default::default();
                message.html = html.into();
                step = Some((id.clone(), activity.id.clone()));
            }
        }
    }
    let (journey, activity) = step.expect("a message");
    let mut window = over(workspace);
    ask(&mut window, Request::OpenJourney(journey));
    ask(&mut window, Request::Select(Selection::activity(&activity)));
    window
}

#[test]
fn the_inspector_draws_the_mail_and_says_what_it_leaves_out() {
    let window = with_html(
        r##"<style>@media print{p{color:red}}</style><h1>Welcome {{ "Anna" }}</h1><img alt="A ship" width=300 height=100>
        <a href="https://example.com/go" style="background:#123456;padding:8px">Set sail</a>"##,
    );
    window.get_by_role_and_label(Role::Label, "Welcome Anna");
    window.get_by_role_and_label(Role::Image, "A ship, 300 × 100 px");
    window.get_by_role_and_label(Role::Link, "Set sail");
    window.get_by_label("Not drawn here: what changes by screen size.");
}

/// Where each text stands, from top to bottom.
fn tops(window: &Window, role: Role, label: &str) -> Vec<f32> {
    window.query_all_by_role_and_label(role, label).map(|found| found.rect().top()).collect()
}

#[test]
fn the_link_to_unsubscribe_is_the_last_line_of_the_mail_in_each_of_its_forms() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = start(folder.path());
    click_label(&mut window, "Cart abandonment");
    let step = journey_step(&window, "You left something");
    ask(&mut window, Request::Select(Selection::activity(&step)));
    let drawn = tops(&window, Role::Label, "Unsubscribe");
    let written = tops(&window, Role::Link, "Unsubscribe");
    assert_eq!((drawn.len(), written.len()), (1, 1), "once in the drawn mail, once where HTML is not shown");
    let link = tops(&window, Role::Label, "Back to the cart");
    assert!(link.len() == 1 && link[0] < drawn[0] && drawn[0] < written[0], "{link:?} {drawn:?} {written:?}");
}

#[test]
fn the_test_run_shows_the_link_to_unsubscribe_below_what_was_sent() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = start(folder.path());
    click_label(&mut window, "Before arrival and during the stay");
    let asked = journey_step(&window, "How was your stay?");
    run(&mut window, Action::TestRun);
    let trace = window.state().session().rehearsal().trace().cloned().expect("a trace");
    for (language, link, other) in
        [("en-GB", "Unsubscribe", "Se désabonner"), ("fr-FR", "Se désabonner", "Unsubscribe")]
    {
        let sends = |step: &waymark::simulate::Step| {
            step.activity == asked && step.messages().any(|letter| letter.language == language)
        };
        let found =
            trace.runs.iter().enumerate().find_map(|(person, run)| Some((person, run.steps.iter().position(sends)?)));
        let (person, step) = found.unwrap_or_else(|| panic!("nobody is asked in {language}"));
        ask(&mut window, Request::Rehearse(Rehearse::Choose(person)));
        ask(&mut window, Request::Rehearse(Rehearse::Look(step)));
        ask(&mut window, Request::Select(Selection::default()));
        let drawn = |words: &str| window.query_all_by_label(words).count();
        assert_eq!((drawn(link), drawn(other)), (1, 0), "{language}");
    }
}

fn journey_step(window: &Window, label: &str) -> waymark::journey::ActivityId {
    let journey = window.state().session().journey().expect("a journey is open");
    journey.activities.iter().find(|step| step.label == label).expect("the step").id.clone()
}

/// Clicks something that may have to be scrolled to.
#[track_caller]
fn reach(window: &mut Window, label: &str) {
    window.get_by_label(label).scroll_to_me();
    settle(window);
    click_label(window, label);
}

#[test]
fn the_test_run_draws_the_mail_that_was_sent() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = start(folder.path());
    click_label(&mut window, "Cart abandonment");
    run(&mut window, Action::TestRun);
    let trace = window.state().session().rehearsal().trace().cloned().expect("a trace");
    let is_html =
        |step: &waymark::simulate::Step| step.messages().any(|letter| letter.html.contains("Back to the cart"));
    let found =
        trace.runs.iter().enumerate().find_map(|(person, run)| Some((person, run.steps.iter().position(is_html)?)));
    let (person, step) = found.expect("somebody gets the mail");
    ask(&mut window, Request::Rehearse(Rehearse::Choose(person)));
    ask(&mut window, Request::Rehearse(Rehearse::Look(step)));
    // The inspector would draw it too.
    ask(&mut window, Request::Select(Selection::default()));
    window.get_by_role_and_label(Role::Label, "Back to the cart");
    assert!(window.query_by_label_contains("<p>").is_none(), "no tags where the mail is drawn");
}

#[test]
fn a_call_is_shown_for_a_test_profile_as_a_run_would_send_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = start(folder.path());
    click_label(&mut window, "Voucher by text");
    run(&mut window, Action::TestRun);
    let session = window.state().session();
    let trace = session.rehearsal().trace().cloned().expect("a trace");
    let first = session.workspace().inventory.profiles[0].id.clone();
    let steps = trace.runs.iter().filter(|run| run.profile == first).flat_map(|run| &run.steps);
    let step = steps.into_iter().find(|step| step.action.is_some()).expect("the first test profile gets a text");
    let (activity, sent) = (step.activity.clone(), step.action.clone().expect("a call"));
    ask(&mut window, Request::Rehearse(Rehearse::Close));
    ask(&mut window, Request::Select(Selection::activity(&activity)));
    let text = sent.body.as_ref().and_then(|body| body.get("text")?.as_str()).expect("a text").to_owned();
    assert!(text.starts_with("Thanks! "), "{text}");
    window.get_by_label(&text);
    assert!(window.query_by_label(&format!("POST {}", sent.url)).is_none(), "folded at first");
    reach(&mut window, "Show the call as it would be sent");
    window.get_by_label(&format!("POST {}", sent.url));
    for (name, value) in &sent.headers {
        window.get_by_label(&format!("{name}: {value}"));
    }
    window.get_by_label(&serde_json::to_string_pretty(&sent.body).expect("JSON"));
    reach(&mut window, "Hide the call");
    assert!(window.query_by_label(&format!("POST {}", sent.url)).is_none());
}

/// Pieces that mails are made of, whole and broken.
fn pieces() -> impl Strategy<Value = String> {
    let tags = prop::sample::select(vec![
        "<table width=100%>",
        "<tr>",
        "<td width=30% align=center>",
        "</td>",
        "</tr>",
        "</table>",
        "<td colspan=9999>",
        "<p style='",
        "color:red;",
        "background:url(",
        "padding:-5px 1e9px",
        "font-size:1e30em",
        "'>",
        "</p>",
        "<div>",
        "<b>",
        "</b>",
        "<i>",
        "<a href='x' style='padding:9px;background:#000'>",
        "</a>",
        "<img width=1e9 height=-4 alt=x>",
        "<br>",
        "<hr size=99999>",
        "<ul>",
        "<li>",
        "</ul>",
        "<ol start=9223372036854775807>",
        "<style>",
        "@media{",
        "</style>",
        "<!--",
        "-->",
        "<template>",
        "<svg>",
        "<select>",
        "<center>",
        "<pre>",
        "<h1>",
        "</h1>",
        "&nbsp;",
        "&#xD800;",
        "<",
        ">",
        "\"",
        "\u{0}",
        "😀",
        "<body bgcolor=#fff>",
        "<frameset>",
        "<table><caption>",
        "<button>",
        "<form>",
        "<font size=7>",
    ]);
    prop_oneof![4 => tags.prop_map(str::to_owned), 1 => "\\PC{0,12}"]
}

/// Texts that stand nowhere. Letters of which nothing is seen cover no place.
fn misplaced(shapes: &[Shape]) -> Vec<String> {
    let texts = shapes.iter().filter_map(|shape| if let Shape::Text(text) = shape { Some(text) } else { None });
    let is_placed = |text: &&egui::epaint::TextShape| {
        let is_seen = text.galley.rows.iter().any(|row| !row.visuals.mesh.is_empty());
        let stands = text.pos.is_finite() && text.galley.size().is_finite();
        stands && (!is_seen || text.visual_bounding_rect().is_finite())
    };
    texts.filter(|text| !is_placed(text)).map(|text| text.galley.text().to_owned()).collect()
}

#[test]
fn letters_without_ink_are_placed_as_others_are() {
    assert_eq!(misplaced(&painted("</p>\u{1a55}<table width=100%>", 300.0, false)), Vec::<String>::new());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is written, it is read and painted, on any room.
    #[test]
    fn no_html_brings_the_drawing_down(html in prop::collection::vec(pieces(), 0..60), width in 1.0_f32..900.0) {
        let shapes = painted(&html.concat(), width, false);
        prop_assert_eq!(misplaced(&shapes), Vec::<String>::new());
    }
}

#[test]
fn a_mail_of_a_thousand_elements_inside_of_each_other_is_read_and_painted() {
    for open in [
        "<div style='padding:1px'>",
        "<table><tr><td>",
        "<b>",
        "<ul><li>",
        "<a href=x style='padding:2px;background:#000'>",
    ] {
        let html = format!("{}deep", open.repeat(1_000));
        let shapes = painted(&html, 300.0, false);
        assert!(places(&shapes).iter().any(|(text, _)| text.contains("deep")), "{open}");
    }
}
