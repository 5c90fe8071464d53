package dev.keystile.oauth.api;

/** What becomes of an operator's deed. */
public sealed interface AdministrationOutcome {
    /** It is so now. */
    record Done() implements AdministrationOutcome {}

    /** It was so before, and nothing was changed. */
    record NothingToDo() implements AdministrationOutcome {}

    /** There is no such client, grant or account. */
    record Unknown() implements AdministrationOutcome {}
}
