import Provisioning

/// The door: sign up.
struct SignUpPage: Page {
    static let template = "signup"
    static let section: PageSection? = nil

    let title = "Sign up"
    let notice: Notice?
    let fullName: FormField
    let email: FormField
    let password: FormField
    let signupCode: FormField

    init(_ form: PostedForm, notice: Notice?) {
        self.notice = notice
        fullName = FormField(
            "full_name", "Your name", value: form["full_name"],
            hint: "As others see it, once you show a number in the address book.",
            error: form.complaint("full_name"), autocomplete: "name")
        email = FormField(
            "email", "E-mail address", .email, value: form["email"],
            error: form.complaint("email"), autocomplete: "username")
        password = FormField(
            "password", "Password", .password, hint: LogInPage.passwordHint,
            error: form.complaint("password"), autocomplete: "new-password")
        signupCode = FormField(
            "signup_code", "Sign-up code", value: form["signup_code"],
            hint: "Whoever runs this service gives it to you.",
            error: form.complaint("signup_code"), autocomplete: "off")
    }
}

extension Notice {
    static let closed = Notice.note(
        "Sign-up is closed",
        "Whoever runs this service has set no sign-up code. Ask for an account instead.")

    static func tooManyAttempts(_ seconds: Int) -> Notice {
        .bad("Not so fast", "There were too many attempts. Try again in \(seconds) seconds.")
    }
}
