//! What can be wrong with an expression, and where in its text.

/// A stretch of a text, in bytes: from `start` inclusive to `end` exclusive; both lie between characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte inside.
    pub start: usize,
    /// First byte after.
    pub end: usize,
}

impl Span {
    /// From `start` to `end`.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The shortest stretch that holds both.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The same stretch, `bytes` further on.
    #[must_use]
    pub fn moved(self, bytes: usize) -> Self {
        Self { start: self.start + bytes, end: self.end + bytes }
    }

    /// What stands there; empty where the text is another one.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or("")
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident $id:literal),* $(,)?) => {
        /// What kind of problem it is. Each is one rule of the checks.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $($(#[$doc])* $name,)*
        }

        impl Code {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The id of the rule that reports it.
            pub fn id(self) -> &'static str {
                match self {
                    $(Self::$name => $id,)*
                }
            }
        }
    };
}

codes! {
    /// The text is not an expression.
    Syntax "expr-syntax",
    /// An event, a field, an action, a parameter or a property that does not exist or is not available here.
    UnknownField "expr-unknown-field",
    /// No function of this name.
    UnknownFunction "expr-unknown-function",
    /// `AND`, `OR`, `NOT` and the like in capitals.
    OperatorCase "expr-operator-case",
    /// The expression yields another type than its place asks for.
    ReturnType "expr-return-type",
    /// `>`, `>=`, `<`, `<=` between types that have no common order.
    CompareTypes "expr-compare-types",
    /// `==` or `!=` between types of which no two values are equal.
    EqualTypes "waymark-expr-equal-types",
    /// A field compared with a text that it never holds.
    ValueUnknown "waymark-expr-value-unknown",
    /// `*` between an integer and a decimal.
    MultiplyMixed "expr-multiply-mixed",
    /// A function call beside `+` without parentheses around it.
    PlusParentheses "expr-plus-parentheses",
    /// Items of different types in one list.
    ListPolymorphic "expr-list-polymorphic",
    /// A default of another type than its field, or a bare function call as default.
    DefaultType "expr-default-type",
    /// A name in a path that needs quotes.
    QuoteField "expr-quote-field",
    /// `currentEventField` and its like outside their collections.
    CurrentFieldScope "expr-current-field-scope",
    /// A time zone that is not a constant, or that does not exist.
    TimezoneConstant "expr-timezone-constant",
    /// `inAudience` of something else than a constant text.
    InAudienceConstant "expr-inaudience-constant",
    /// `inAudience` of an audience that does not exist.
    InAudienceUnknown "expr-inaudience-unknown",
    /// More than 100 audiences in one expression.
    InAudienceMax "expr-inaudience-max",
    /// Line breaks or characters that nobody sees.
    MultilineHiddenChars "expr-multiline-hidden-chars",
    /// A divisor that is the number 0: the result is 0.
    DivZero "expr-div-zero",
    /// A field group of experience events.
    ExperienceEventFieldgroup "expr-experience-event-fieldgroup",
    /// A reference to `timeSeriesEvents`.
    TimeSeriesEvents "expr-timeseriesevents",
    /// Arguments or operands of the wrong type or number.
    ArgumentType "waymark-expr-argument-type",
    /// A regular expression that is broken, or outside the stated subset of Java's.
    Regex "waymark-expr-regex",
    /// `isEmpty` of a field that may be missing: a missing text is not empty.
    IsEmptyNull "waymark-expr-isempty-null",
    /// A constant text that is no date, time, duration or number where one is asked for: the result is null.
    MalformedConstant "waymark-expr-malformed-constant",
}

/// A change of the text that mends a problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What is replaced; may be empty.
    pub span: Span,
    /// What comes in its place.
    pub text: String,
    /// True where it surely means what the author meant; otherwise it is a guess to be looked at first.
    pub safe: bool,
}

impl Fix {
    /// The text with the change in it.
    pub fn apply(&self, text: &str) -> String {
        let before = text.get(..self.span.start).unwrap_or(text);
        let after = text.get(self.span.end..).unwrap_or("");
        format!("{before}{}{after}", self.text)
    }
}

/// A problem in the text of an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub span: Span,
    /// What kind.
    pub code: Code,
    /// One sentence: what is wrong and what to do.
    pub message: String,
    /// How to mend it, where that is clear.
    pub fix: Option<Fix>,
}

/// A problem that was found while reading the text.
pub type SyntaxError = Problem;

impl Problem {
    /// A problem at `span`.
    pub fn new(span: Span, code: Code, message: impl Into<String>) -> Self {
        Self { span, code, message: message.into(), fix: None }
    }

    /// The same problem with a change that surely mends it.
    #[must_use]
    pub fn mended(mut self, span: Span, text: impl Into<String>) -> Self {
        self.fix = Some(Fix { span, text: text.into(), safe: true });
        self
    }

    /// The same problem with a change that probably mends it.
    #[must_use]
    pub fn guessed(mut self, span: Span, text: impl Into<String>) -> Self {
        self.fix = Some(Fix { span, text: text.into(), safe: false });
        self
    }
}
