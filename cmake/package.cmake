# What is installed, and the Debian package that `./dev package` makes of it.
include(GNUInstallDirs)

install(TARGETS assay RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(FILES packaging/systemd/assay.service packaging/systemd/assay-worker.service DESTINATION lib/systemd/system)
install(FILES packaging/assay.toml DESTINATION /etc/assay)
install(FILES LICENSE RENAME copyright DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/assay)
install(FILES README.md CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/assay)
install(DIRECTORY docs DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/assay)
install(DIRECTORY packaging/nginx DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/assay/examples)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME assay)
set(CPACK_PACKAGE_VENDOR "The Assay authors")
set(CPACK_PACKAGE_CONTACT "The Assay authors <assay@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "self-hosted code review server")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION "People, CI jobs and editors hand it code; it runs static analysis and a large
language model over it and gives back rubric scores and findings anchored to
lines, live while they are found. One binary with an embedded database and
page; Redis and MongoDB when one machine is not enough.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "ca-certificates, init-system-helpers, tzdata")
# libmongoc is loaded when mongodb.uri is set; the linters are used where they are found.
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "libmongoc-1.0-0")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "cppcheck, shellcheck, yamllint, rubocop")
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA
  "${CMAKE_SOURCE_DIR}/packaging/deb/postinst;${CMAKE_SOURCE_DIR}/packaging/deb/prerm;${CMAKE_SOURCE_DIR}/packaging/deb/postrm;${CMAKE_SOURCE_DIR}/packaging/deb/conffiles")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
include(CPack)
