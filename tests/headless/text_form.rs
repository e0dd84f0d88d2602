//! One canonical text for each document, and back.

use proptest::prelude::{ProptestConfig, prop_assert_eq, proptest};
use waymark::journey::text_form::{from_ron, to_ron};
use waymark::journey::*;

use crate::arbitrary;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn what_is_written_reads_back_as_the_same_value(
        journey in arbitrary::journey(),
        scenario in arbitrary::value::<Scenario>(),
        profile in arbitrary::value::<Profile>(),
        action in arbitrary::value::<Action>(),
    ) {
        let text = to_ron(&journey);
        let read: Journey = from_ron(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
        prop_assert_eq!(to_ron(&read), text);
        prop_assert_eq!(read, journey);
        prop_assert_eq!(from_ron::<Scenario>(&to_ron(&scenario)), Ok(scenario));
        prop_assert_eq!(from_ron::<Profile>(&to_ron(&profile)), Ok(profile));
        prop_assert_eq!(from_ron::<Action>(&to_ron(&action)), Ok(action));
    }
}
