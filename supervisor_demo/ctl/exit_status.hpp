#pragma once

namespace supervisor::ctl {

/// What an action exits with. Source: LSB 5.0, 22.2 "Init Script Actions".
namespace lsb_action {
inline constexpr int success = 0;
inline constexpr int generic = 1;
inline constexpr int invalid_args = 2;
inline constexpr int unimplemented_feature = 3;
inline constexpr int insufficient_privileges = 4;
inline constexpr int not_installed = 5;
inline constexpr int not_running = 7;
} // namespace lsb_action

/// What `status` exits with instead; the same numbers mean other things.
namespace lsb_status {
inline constexpr int not_running = 3;
inline constexpr int unknown = 4;
} // namespace lsb_status

} // namespace supervisor::ctl
