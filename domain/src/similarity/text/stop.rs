//! Words that carry no subject, in German and English, and words of measure that projects share by accident.
//!
//! Invariant: both lists are folded and sorted, so that a look-up is a binary search.

use std::sync::LazyLock;

use super::fold::fold;

const FUNCTION_WORDS: &str = "\
ab aber alle allem allen aller alles als also am an ander andere anderem anderen anderer anderes anders auch auf aus \
bei beim bin bis bist bzw da damit dann das dass dazu daß dein deine dem den denen denn der derer des dessen dich die \
dies diese diesem diesen dieser dieses dir doch dort du durch dürfen ein eine einem einen einer eines einige einigem \
einigen einiger einiges einmal er es etwas euch euer eure für gegen hab habe haben hat hatte hatten hin hinter ich ihm \
ihn ihnen ihr ihre ihrem ihren ihrer ihres im in indem ins ist ja jede jedem jeden jeder jedes jene jenem jenen jener \
jenes jetzt kann kein keine keinem keinen keiner keines können könnte könnten machen man manche manchem manchen \
mancher manches mein meine mich mir mit muss müssen müsste nach nicht nichts noch nun nur ob oder ohne sehr sein seine \
seinem seinen seiner seines seit selbst sich sie sind so solche solchem solchen solcher solches soll sollen sollte \
sollten sondern sonst um und uns unser unsere unserem unseren unter viel vom von vor war waren was weil welche welchem \
welchen welcher welches wenn wer werde werden wie wieder will wir wird wo wollen worden wurde wurden während würde \
würden z zu zum zur zwar zwischen über \
a about above after again against all am an and any are as at be because been before being below between both but by can \
cannot could did do does doing down during each few for from further had has have having he her here hers him his how i \
if in into is it its itself just may me might more most must my no nor not of off on once only or other our ours out \
over own per same shall she should so some such than that the their theirs them then there these they this those \
through to too under until up upon us very via was we were what when where which while who whom why will with within \
without would you your yours";

/// Units, months and words of time and amount: a figure's company, never a subject.
const MEASURE_WORDS: &str = "\
prozent euro mio million millionen mrd milliarde milliarden tausend hundert km kilometer meter metern m cm ha hektar \
quadratmeter stunde stunden minute minuten sekunde tag tage tagen woche wochen monat monate monaten jahr jahre jahren \
januar februar märz april mai juni juli august september oktober november dezember anfang ende mitte frühjahr sommer \
herbst winter heute gestern ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf erste ersten erster erstes \
zweite zweiten dritte dritten knapp mindestens höchstens insgesamt stand nr nummer seite \
percent million billion thousand hundred day days week weeks month months year years january february march may june july \
october december one two three four five six seven eight nine ten first second third number";

static FUNCTION: LazyLock<Vec<String>> = LazyLock::new(|| folded(FUNCTION_WORDS));
static MEASURE: LazyLock<Vec<String>> = LazyLock::new(|| folded(MEASURE_WORDS));

fn folded(words: &str) -> Vec<String> {
    let mut list: Vec<String> = words.split_whitespace().map(fold).collect();
    list.sort_unstable();
    list.dedup();
    list
}

/// Whether a folded word only holds a sentence together.
#[must_use]
pub fn is_stop_word(folded: &str) -> bool {
    FUNCTION
        .binary_search_by(|word| word.as_str().cmp(folded))
        .is_ok()
}

/// Whether a folded word counts, dates or measures.
#[must_use]
pub fn is_measure(folded: &str) -> bool {
    MEASURE
        .binary_search_by(|word| word.as_str().cmp(folded))
        .is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subjects_are_neither() {
        for word in ["radweg", "beteiligung", "council", "personal"] {
            assert!(!is_stop_word(word) && !is_measure(word), "{word}");
        }
        assert!(is_stop_word("fur") && is_stop_word("the") && is_measure("marz"));
    }
}
