# What `cmake --install` puts where:
#   include/medusa/{asyncore,asynchat,medusa}/*.hpp   the public headers; programs include them as
#                                                     "asynchat/asynchat.hpp"
#   lib/lib{asyncore,asyncore_tls,asynchat,medusa,medusa_tls}.a
#   lib/cmake/medusa/                                 find_package(medusa)
#   lib/pkgconfig/                                    medusa, medusa-asynchat, medusa-asyncore,
#                                                     medusa-asyncore-tls, medusa-tls
#   bin/                                              supervisord, supervisorctl, pidproxy,
#                                                     echo_supervisord_conf
#   share/man/                                        their manual pages, supervisord.conf(5)
# The tree may be moved: nothing in it names its prefix.
include(CMakePackageConfigHelpers)

set(MEDUSA_COMPONENTS asyncore asyncore_tls asynchat medusa medusa_tls)
set(headers ${CMAKE_INSTALL_INCLUDEDIR}/medusa)
set(package ${CMAKE_INSTALL_LIBDIR}/cmake/medusa)

install(TARGETS ${MEDUSA_COMPONENTS} EXPORT medusa-targets
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT development
  INCLUDES DESTINATION ${headers})
install(EXPORT medusa-targets NAMESPACE medusa:: DESTINATION ${package} COMPONENT development)

configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/medusa-config.cmake.in
  ${PROJECT_BINARY_DIR}/medusa-config.cmake INSTALL_DESTINATION ${package})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/medusa-config-version.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/medusa-config.cmake ${PROJECT_BINARY_DIR}/medusa-config-version.cmake
  DESTINATION ${package} COMPONENT development)

# Looked at when installing, not when configuring, so that a header that was marked since is seen.
foreach(folder asyncore asynchat medusa)
  install(CODE "
    file(GLOB_RECURSE headers RELATIVE \"${PROJECT_SOURCE_DIR}\" \"${PROJECT_SOURCE_DIR}/${folder}/*.hpp\")
    list(FILTER headers EXCLUDE REGEX /examples/)
    foreach(header IN LISTS headers)
      file(STRINGS \"${PROJECT_SOURCE_DIR}/\${header}\" top LIMIT_COUNT 2)
      if(NOT top MATCHES \"// Internal:\")
        cmake_path(GET header PARENT_PATH folder)
        file(INSTALL \"${PROJECT_SOURCE_DIR}/\${header}\"
          DESTINATION \"\${CMAKE_INSTALL_PREFIX}/${headers}/\${folder}\")
      endif()
    endforeach()" COMPONENT development)
endforeach()

# pkg_config(<name> <library> <description> [REQUIRES <module>...] [LIBRARIES <flag>...])
function(pkg_config name library description)
  cmake_parse_arguments(PARSE_ARGV 3 arg "" "" "REQUIRES;LIBRARIES")
  set(folder ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
  set(prefix ${CMAKE_INSTALL_PREFIX})
  if(NOT IS_ABSOLUTE ${folder})
    file(RELATIVE_PATH up /${folder} /)
    string(REGEX REPLACE "/$" "" up "${up}")
    set(prefix "\${pcfiledir}/${up}")
  endif()
  set(includedir "\${prefix}/${headers}")
  set(libdir "\${prefix}/${CMAKE_INSTALL_LIBDIR}")
  if(IS_ABSOLUTE ${CMAKE_INSTALL_INCLUDEDIR})
    set(includedir ${headers})
  endif()
  if(IS_ABSOLUTE ${CMAKE_INSTALL_LIBDIR})
    set(libdir ${CMAKE_INSTALL_LIBDIR})
  endif()
  string(JOIN ", " requires ${arg_REQUIRES})
  string(JOIN " " libraries "" ${arg_LIBRARIES})
  configure_file(${PROJECT_SOURCE_DIR}/.cmake/pkg-config.pc.in ${PROJECT_BINARY_DIR}/${name}.pc @ONLY)
  install(FILES ${PROJECT_BINARY_DIR}/${name}.pc DESTINATION ${folder} COMPONENT development)
endfunction()

pkg_config(medusa-asyncore asyncore "Dispatchers, the socket map, timers and signals in one loop"
  LIBRARIES -pthread)
pkg_config(medusa-asyncore-tls asyncore_tls "TLS beneath any dispatcher"
  REQUIRES medusa-asyncore libssl libcrypto)
pkg_config(medusa-asynchat asynchat "Channels with terminators and producers"
  REQUIRES medusa-asyncore)
pkg_config(medusa medusa "A small HTTP/1.1 server with handlers, and XML-RPC"
  REQUIRES medusa-asynchat libcrypto expat zlib)
pkg_config(medusa-tls medusa_tls "HTTPS, both ends of it"
  REQUIRES medusa medusa-asyncore-tls)

if(MEDUSA_PROGRAMS)
  install(TARGETS supervisord supervisorctl pidproxy echo_supervisord_conf
    RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT runtime)
endif()
