#pragma once

#include "medusa/origin_guard.hpp"

namespace supervisor {

/// Answers what the origin guard refuses, with 403. A person who followed a link of another site,
/// or who asks by a name that is not listed, is told so in a sentence, with a way on where there is
/// one; what no person sees gets the standard page.
///
/// The way on is the same URL without its query, so that a link can do nothing but lead there. The
/// page loads nothing, for what it would load may ask for a password.
void answer_refused(medusa::http_request& request, medusa::refusal why);

} // namespace supervisor
