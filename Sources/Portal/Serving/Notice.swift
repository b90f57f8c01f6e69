/// A message above what a page shows.
struct Notice: Sendable {
    let kind: String
    /// Bad news is read out at once, good news when there is a pause.
    let role: String
    let title: String
    let text: String?

    static func good(_ title: String, _ text: String? = nil) -> Notice {
        Notice(kind: "good", role: "status", title: title, text: text)
    }

    static func note(_ title: String, _ text: String? = nil) -> Notice {
        Notice(kind: "note", role: "status", title: title, text: text)
    }

    static func bad(_ title: String, _ text: String? = nil) -> Notice {
        Notice(kind: "bad", role: "alert", title: title, text: text)
    }
}

/// What was done before this page, as the address says: `/lines?done=line-removed`.
enum Done: String, CaseIterable, Sendable {
    case lineRemoved = "line-removed"
    case phoneRemoved = "phone-removed"
    case phoneWasGone = "phone-gone"
    case listed, unlisted
    case servicesSaved = "services-saved"
    case passwordChanged = "password-changed"
    case passwordRecovered = "password-recovered"
    case accountDeleted = "account-deleted"
    case loggedOut = "logged-out"
    case numbersAdded = "numbers-added"
    case numbersRemoved = "numbers-removed"
    case expirySet = "expiry-set"
    case accountRemoved = "account-removed"
    case trunkAdded = "trunk-added"
    case trunkRemoved = "trunk-removed"
    case peerAllowed = "peer-allowed"
    case peerSilenced = "peer-silenced"
    case peerUnsilenced = "peer-listed"

    var notice: Notice {
        switch self {
        case .lineRemoved: .good("The line is removed")
        case .phoneRemoved: .good("The phone is removed", "Calls ring it no more.")
        case .phoneWasGone: .note("That phone had gone by itself")
        case .listed: .good("The number is in the address book")
        case .unlisted: .good("The number is out of the address book")
        case .servicesSaved: .good("The services are saved")
        case .passwordChanged:
            .good("Your password is changed", "You are logged out everywhere else.")
        case .passwordRecovered: .good("Your password is set", "Log in with it.")
        case .accountDeleted: .good("Your account is deleted")
        case .loggedOut: .good("You are logged out")
        case .numbersAdded: .good("The numbers are in the pool")
        case .numbersRemoved: .good("The free numbers are out of the pool", "Those in use stay.")
        case .expirySet: .good("It is set when the account ends")
        case .accountRemoved: .good("The account is removed")
        case .trunkAdded:
            .good("The trunk is in force", "Its calls and texts are taken from now on.")
        case .trunkRemoved:
            .good(
                "The trunk is removed",
                "Its requests are refused from now on; calls that are up stay up.")
        case .peerAllowed:
            .good("The address is on the trunk", "Its calls and texts are taken from now on.")
        case .peerSilenced: .good("The source is silenced", "It is refused like before.")
        case .peerUnsilenced: .good("The source is listed again")
        }
    }
}
