//! Offers for people: a part of the page in the terminal.

use std::fmt::Write as _;

use super::super::text::{count, lasting, moment};
use super::{Offer, Outlook};

/// What would lose nothing, numbered from 1; says so where nothing does.
pub fn offers_text(offers: &[Offer]) -> String {
    if offers.is_empty() {
        return "\nNo rate, waves, throttle or spread by itself would lose nothing.\n".to_owned();
    }
    let mut page = "\nWhat would lose nothing, each by itself (--fix N writes it)\n".to_owned();
    for (number, offer) in (1..).zip(offers) {
        let (before, after) = (told(&offer.before), told(&offer.after));
        // Writing into a text never fails.
        let _ = writeln!(page, "  {number:>3}  {}", offer.remedy.title);
        let _ = writeln!(page, "       {}", offer.because);
        let _ = writeln!(page, "       now {before}\n       then {after}");
    }
    page
}

/// "470 lost, 30 sent, the last at 5 Jan 09:00:00".
fn told(outlook: &Outlook) -> String {
    let mut told = format!("{} lost, {} sent", count(outlook.lost), count(outlook.calls));
    if outlook.longest_delay_ms > 0 {
        told.push_str(&format!(", the longest wait {}", lasting(outlook.longest_delay_ms)));
    }
    if let Some(at) = outlook.last_call {
        told.push_str(&format!(", the last at {}", moment(at)));
    }
    told
}
